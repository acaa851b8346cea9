package dev.salvaguarda.domain.workorder;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question to what was restored: exactly one of {@code sql}, {@code fileDigest} and {@code
 * command} is set.
 *
 * @param name of the check, unique in the task
 * @param sql asked of a restored database
 * @param fileDigest asked of a restored file
 * @param command run in a guest that was started
 */
public record CheckOrder(
    String name, @Nullable Sql sql, @Nullable FileDigest fileDigest, @Nullable Command command) {
  public CheckOrder {
    if (Stream.of(sql, fileDigest, command).filter(Objects::nonNull).count() != 1) {
      throw new IllegalArgumentException(
          "a check asks exactly one of sql, fileDigest and command: " + name);
    }
  }

  /** A question to a database. */
  public static CheckOrder of(String name, Sql sql) {
    return new CheckOrder(name, sql, null, null);
  }

  /** A question to a file. */
  public static CheckOrder of(String name, FileDigest file) {
    return new CheckOrder(name, null, file, null);
  }

  /** A question to a guest. */
  public static CheckOrder of(String name, Command command) {
    return new CheckOrder(name, null, null, command);
  }

  /**
   * A query that answers with one value: the first column of the first row.
   *
   * @param target whose database is asked
   * @param query one statement, run in a transaction that only reads
   * @param expect the answer that is wanted
   */
  public record Sql(String target, String query, Expectation expect) {}

  /**
   * The content of a file.
   *
   * @param target whose tree holds it
   * @param path in the tree, relative to its root
   * @param sha256 wanted, 64 hex digits
   */
  public record FileDigest(String target, String path, String sha256) {}

  /**
   * A program in a guest, run again until it ends as wanted.
   *
   * @param target whose guest is asked
   * @param argv the program and its arguments, at least the program
   * @param exitCode wanted
   * @param output the last line of its standard output that is wanted, without white space at its
   *     ends; null means that any will do
   * @param tellsOutput whether that line may be told, since it is known to hold no secret
   * @param patienceSeconds after which it has failed, at least 1
   */
  public record Command(
      String target,
      List<String> argv,
      int exitCode,
      @Nullable String output,
      boolean tellsOutput,
      long patienceSeconds) {
    public Command {
      argv = List.copyOf(argv);
      if (argv.isEmpty() || patienceSeconds < 1) {
        throw new IllegalArgumentException("a command needs a program and time");
      }
    }
  }

  /**
   * What an answer must be: exactly one of a value, a range, and a share of the last answer.
   *
   * @param value the answer itself, compared as text
   * @param min lower bound of a number; null means none
   * @param max upper bound of a number; null means none
   * @param notLessThanPercentOfLast share of the last answer that a number must reach
   * @param last the last answer; null if there is none yet, and then any number will do
   */
  public record Expectation(
      @Nullable String value,
      @Nullable BigDecimal min,
      @Nullable BigDecimal max,
      @Nullable Integer notLessThanPercentOfLast,
      @Nullable BigDecimal last) {
    public Expectation {
      @Nullable Object range = min != null ? min : max;
      long forms =
          Stream.of(value, range, notLessThanPercentOfLast).filter(Objects::nonNull).count();
      if (forms != 1) {
        throw new IllegalArgumentException(
            "exactly one of value, min or max, and notLessThanPercentOfLast must be set, but "
                + forms
                + " are");
      }
    }
  }
}
