package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a program asked an API server for. Its metrics count requests by verb and resource but not
 * by who asked, hence its audit log, which names the user agent.
 */
final class AuditLog implements AutoCloseable {
  private static final String POLICY =
      """
      apiVersion: audit.k8s.io/v1
      kind: Policy
      omitStages: [RequestReceived, ResponseStarted]
      rules: [{level: Metadata}]
      """;

  private static final Pattern AGENT = Pattern.compile("\"userAgent\":\"([^\"]*)\"");

  private final ObjectMapper json = new ObjectMapper();
  private final List<Request> requests = new ArrayList<>();
  private final BufferedReader log;
  private final Predicate<String> isAsker;
  private final StringBuilder unfinished = new StringBuilder();

  /**
   * An answered request; a watch is answered when it ends.
   *
   * @param what verb, resource and subresource, such as {@code patch backupruns/status}
   * @param name of the object, with its namespace; of a list, the namespace
   * @param code HTTP status of the answer
   */
  record Request(Instant at, String what, String name, int code) {
    boolean isRead() {
      return what.startsWith("get ") || what.startsWith("list ");
    }

    boolean isGood() {
      return code >= 200 && code < 300;
    }
  }

  private AuditLog(BufferedReader log, Predicate<String> isAsker) {
    this.log = log;
    this.isAsker = isAsker;
  }

  /** The flags that make an API server write the log into a folder. */
  static List<String> flags(Path folder) throws IOException {
    Path policy = Files.writeString(folder.resolve("audit-policy.yaml"), POLICY);
    return List.of(
        "--audit-policy-file=" + policy,
        "--audit-log-path=" + folder.resolve("audit.log"),
        "--audit-log-maxsize=100000");
  }

  /** Of whom nobody else is: neither a part of Kubernetes nor the bench itself. */
  static AuditLog ofOperator(Path folder) throws IOException {
    return of(
        folder, agent -> !agent.startsWith(PolicyScale.USER_AGENT) && !agent.startsWith("kube-"));
  }

  /**
   * @param isAsker whether a user agent's requests count
   */
  static AuditLog of(Path folder, Predicate<String> isAsker) throws IOException {
    return new AuditLog(Files.newBufferedReader(folder.resolve("audit.log")), isAsker);
  }

  /** All requests so far, in the order of the answers. */
  List<Request> requests() {
    try {
      char[] piece = new char[1 << 16];
      for (int read = log.read(piece); read > 0; read = log.read(piece)) {
        unfinished.append(piece, 0, read);
        takeLines();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(requests);
  }

  /** Those in a span of time. */
  List<Request> between(Instant from, Instant until) {
    return requests().stream()
        .filter(request -> !request.at().isBefore(from) && request.at().isBefore(until))
        .toList();
  }

  static Map<String, Long> counts(List<Request> requests) {
    return requests.stream()
        .collect(Collectors.groupingBy(Request::what, TreeMap::new, Collectors.counting()));
  }

  @Override
  public void close() throws IOException {
    log.close();
  }

  private void takeLines() throws IOException {
    int from = 0;
    for (int end = unfinished.indexOf("\n"); end >= 0; end = unfinished.indexOf("\n", from)) {
      take(unfinished.substring(from, end));
      from = end + 1;
    }
    unfinished.delete(0, from);
  }

  private void take(String line) throws IOException {
    Matcher agent = AGENT.matcher(line);
    if (!agent.find() || !isAsker.test(agent.group(1))) {
      return;
    }
    JsonNode event = json.readTree(line);
    JsonNode object = event.path("objectRef");
    String subresource = object.path("subresource").asText();
    requests.add(
        new Request(
            Instant.parse(event.path("requestReceivedTimestamp").asText()),
            event.path("verb").asText()
                + " "
                + object.path("resource").asText("other")
                + (subresource.isEmpty() ? "" : "/" + subresource),
            object.path("namespace").asText() + "/" + object.path("name").asText(),
            event.path("responseStatus").path("code").asInt()));
  }
}
