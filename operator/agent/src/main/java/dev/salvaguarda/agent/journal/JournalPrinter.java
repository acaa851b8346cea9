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
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Prints what a journal holds, a JSON object a line, in the order of writing. An object that was
 * written twice, because the operator died between writing and deleting it, is printed once: as it
 * was first written.
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
    ExitCode end = ExitCode.SUCCEEDED;
    Set<String> printed = new HashSet<>();
    for (String batch : journal.batches()) {
      try {
        new String(journal.read(batch), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> printed.add(identity(line)))
            .forEach(line -> out.writeBytes((line + '\n').getBytes(StandardCharsets.UTF_8)));
      } catch (RepositoryException e) {
        err.println(e.sentence());
        end = ExitCode.DEGRADED;
      }
    }
    out.flush();
    return end;
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
