package dev.salvaguarda.domain.check;

import dev.salvaguarda.domain.workorder.CheckOrder.Expectation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.Optional;

/** Judges the answer to a check. */
public final class CheckRule {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private CheckRule() {}

  /**
   * Whether an answer passes, and why.
   *
   * @param passed whether it is as expected
   * @param message a sentence for a person
   */
  public record Verdict(boolean passed, String message) {}

  /**
   * Judges an answer. A number is compared as a number wherever a number is expected, and never
   * where a text is: {@code 1.0} is not the value {@code 1}.
   *
   * @param observed the answer; empty if there was none, which never passes
   */
  public static Verdict judge(Expectation expected, Optional<String> observed) {
    if (observed.isEmpty()) {
      return new Verdict(false, "There was no answer: no row, or a value that is null.");
    }
    String answer = observed.get();
    if (expected.value() != null) {
      boolean same = expected.value().equals(answer);
      return new Verdict(
          same,
          same
              ? "It is %s, as expected.".formatted(answer)
              : "It is %s, and %s was expected.".formatted(answer, expected.value()));
    }
    Optional<BigDecimal> number = number(answer);
    if (number.isEmpty()) {
      return new Verdict(false, "It is %s, and a number was expected.".formatted(answer));
    }
    return expected.notLessThanPercentOfLast() == null
        ? inRange(expected, number.get())
        : comparedWithLast(expected, number.get());
  }

  private static Verdict inRange(Expectation expected, BigDecimal number) {
    BigDecimal min = expected.min();
    BigDecimal max = expected.max();
    boolean passed =
        (min == null || number.compareTo(min) >= 0) && (max == null || number.compareTo(max) <= 0);
    String range =
        max == null
            ? "at least " + plain(Objects.requireNonNull(min))
            : min == null ? "at most " + plain(max) : plain(min) + " to " + plain(max);
    return new Verdict(passed, said(number, passed, range));
  }

  private static Verdict comparedWithLast(Expectation expected, BigDecimal number) {
    BigDecimal last = expected.last();
    if (last == null) {
      return new Verdict(
          true, "It is %s; there is no last time to compare with.".formatted(plain(number)));
    }
    BigDecimal share =
        BigDecimal.valueOf(Objects.requireNonNull(expected.notLessThanPercentOfLast()));
    BigDecimal least = last.multiply(share).divide(HUNDRED, 6, RoundingMode.HALF_UP);
    boolean passed = number.compareTo(least) >= 0;
    return new Verdict(
        passed,
        said(
            number,
            passed,
            "at least %s percent of %s, the answer last time".formatted(share, plain(last))));
  }

  private static String said(BigDecimal number, boolean passed, String range) {
    return passed
        ? "It is %s, as expected: %s.".formatted(plain(number), range)
        : "It is %s, and expected was %s.".formatted(plain(number), range);
  }

  private static String plain(BigDecimal number) {
    return number.toPlainString();
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      return Optional.of(new BigDecimal(text.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
