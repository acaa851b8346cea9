package dev.salvaguarda.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.adapter.minio.MinioObjectStore;
import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import dev.salvaguarda.repository.journal.Journal;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.repository.port.ObjectStore;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Prints what a journal holds, a JSON object a line, in the order of writing. An object that was
 * written twice, because the operator died between writing and deleting it or somebody changed it
 * meanwhile, is printed once: as it was written last, since only that is what left the cluster.
 */
public final class JournalPrinter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RepositoryContext context;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * A printer that has read nothing yet.
   *
   * @param out takes the lines
   * @param err takes a sentence for what can't be read
   */
  public JournalPrinter(RepositoryContext context, PrintStream out, PrintStream err) {
    this.context = context;
    this.out = out;
    this.err = err;
  }

  /**
   * Reads the repository that the variables name.
   *
   * @param environment of the process, with the variables that restic knows
   * @return {@code DEGRADED} if a batch can't be read and the others were printed
   */
  public ExitCode print(Map<String, String> environment) {
    ResticVariables variables = new ResticVariables(environment);
    try (ObjectStore store =
            new MinioObjectStore(
                variables.location(),
                variables.credentials(),
                S3Tuning.BRISK,
                context.clock(),
                context.random());
        SecretBytes password = variables.password()) {
      return print(Repository.open(store, password, context).journal());
    } catch (RepositoryException e) {
      err.println(e.sentence());
      return ExitCode.FAILED;
    }
  }

  ExitCode print(Journal journal) {
    List<String> batches = journal.batches();
    // Read twice: what they hold is too much to be remembered, where it was last is not.
    Map<String, String> lastIn = new HashMap<>();
    boolean whole = true;
    for (String batch : batches) {
      try {
        lines(journal, batch).forEach(line -> lastIn.put(identity(line), batch));
      } catch (RepositoryException e) {
        err.println(e.sentence());
        whole = false;
      }
    }
    List<String> readable = batches.stream().filter(Set.copyOf(lastIn.values())::contains).toList();
    for (String batch : readable) {
      try {
        lines(journal, batch)
            .filter(line -> lastIn.remove(identity(line), batch))
            .forEach(line -> out.writeBytes((line + '\n').getBytes(StandardCharsets.UTF_8)));
      } catch (RepositoryException e) {
        err.println(e.sentence());
        whole = false;
      }
    }
    out.flush();
    return whole ? ExitCode.SUCCEEDED : ExitCode.DEGRADED;
  }

  private static Stream<String> lines(Journal journal, String batch) {
    return new String(journal.read(batch), StandardCharsets.UTF_8).lines();
  }

  /** What has no UID is another one wherever its words differ. */
  private static String identity(String line) {
    try {
      String uid = JSON.readTree(line).at("/metadata/uid").asText("");
      return uid.isEmpty() ? line : uid;
    } catch (JsonProcessingException _) {
      return line;
    }
  }
}
