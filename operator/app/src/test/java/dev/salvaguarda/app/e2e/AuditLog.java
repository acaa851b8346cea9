package dev.salvaguarda.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What the API server notes of each request by a service account. */
final class AuditLog {
  private static final int FORBIDDEN = 403;
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived]
      rules:
        - level: Metadata
          userGroups: [system:serviceaccounts]
        - level: None
      """;

  private final Path folder;

  AuditLog(Path folder) {
    this.folder = folder;
  }

  /** What an API server must be started with. */
  List<String> flags() throws IOException {
    Path policy = folder.resolve("audit-policy.yaml");
    Files.writeString(policy, POLICY);
    return List.of("--audit-policy-file=" + policy, "--audit-log-path=" + file());
  }

  /** The rights that a user had and used. */
  Set<String> used(String user) {
    return requests(user, code -> code != FORBIDDEN);
  }

  /** The rights that a user lacked when it asked. */
  Set<String> refused(String user) {
    return requests(user, code -> code == FORBIDDEN);
  }

  /** A right as this test writes it: {@code batch/jobs delete}. */
  static String right(String group, String resource, String verb) {
    return (group.isEmpty() ? "core" : group) + "/" + resource + " " + verb;
  }

  private Set<String> requests(String user, Predicate<Integer> code) {
    Set<String> rights = new TreeSet<>();
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<String> lines = Files.lines(file())) {
      for (String line : lines.filter(each -> each.endsWith("}")).toList()) {
        JsonNode entry = mapper.readTree(line);
        JsonNode object = entry.path("objectRef");
        if (entry.at("/user/username").asText().equals(user)
            && object.has("resource")
            && code.test(entry.at("/responseStatus/code").asInt())) {
          String subresource = object.path("subresource").asText();
          rights.add(
              right(
                  object.path("apiGroup").asText(),
                  object.path("resource").asText()
                      + (subresource.isEmpty() ? "" : "/" + subresource),
                  entry.path("verb").asText()));
        }
      }
      return rights;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file() {
    return folder.resolve("audit.log");
  }
}
