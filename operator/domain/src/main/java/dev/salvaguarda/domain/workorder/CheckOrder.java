package dev.salvaguarda.domain.workorder;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A question to what was restored: exactly one of {@code sql} and {@code fileDigest} is set.
 *
 * @param name of the check, unique in the task
 * @param sql asked of a restored database
 * @param fileDigest asked of a restored file
 */
public record CheckOrder(String name, @Nullable Sql sql, @Nullable FileDigest fileDigest) {
  public CheckOrder {
    if ((sql == null) == (fileDigest == null)) {
      throw new IllegalArgumentException("a check asks either sql or fileDigest: " + name);
    }
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
