package dev.salvaguarda.domain.workorder;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.time.Duration;
import java.util.Objects;

/**
 * The output of a program that runs in a container of its own, beside the worker.
 *
 * @param exchange directory with the two pipes that lead there
 * @param program its name, for sentences
 * @param fileName under which its output stands in snapshots
 * @param allowEmpty whether no output at all is a good copy
 * @param consistency what the program promises of its output; nobody can check it
 * @param patience how long to wait for the container to start
 */
public record CommandOrder(
    String exchange,
    String program,
    String fileName,
    boolean allowEmpty,
    Consistency consistency,
    Duration patience)
    implements SourceOrder.Kind {
  /** Directory in snapshots, so that no output is taken for the dump of a database server. */
  public static final String FOLDER = "command";

  public CommandOrder {
    Objects.requireNonNull(exchange, "exchange");
    Objects.requireNonNull(fileName, "fileName");
    Objects.requireNonNull(consistency, "consistency");
    Objects.requireNonNull(patience, "patience");
  }

  /** The name of the one target, which is its path in snapshots. */
  public String target() {
    return target(fileName);
  }

  /** The name of the target that a program's output of this name is. */
  public static String target(String fileName) {
    return "/" + FOLDER + "/" + fileName;
  }

  /** Whether a target is the output of a program. */
  public static boolean isTarget(String target) {
    return target.startsWith("/" + FOLDER + "/");
  }
}
