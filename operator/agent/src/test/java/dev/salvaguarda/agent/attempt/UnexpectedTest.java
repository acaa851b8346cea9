package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import org.junit.jupiter.api.Test;

class UnexpectedTest {
  private static final String SECRET = "hunter2";

  @Test
  void theSentenceNamesTheCauseOfItAllAndItsPlace() {
    IllegalStateException e =
        new IllegalStateException(SECRET, new RuntimeException(SECRET, root()));

    assertThat(Unexpected.failure(e).reason()).isEqualTo(FailureReason.INTERNAL);
    assertThat(Unexpected.failure(e).message())
        .matches(
            "An unexpected ArithmeticException at dev[.]salvaguarda[.]agent[.]attempt"
                + "[.]UnexpectedTest:\\d+; please report it with the log");
  }

  @Test
  void aCauseFromForeignCodeAloneGetsThePlaceThatCalledIt() {
    NumberFormatException foreign = new NumberFormatException(SECRET);
    foreign.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("java.lang.Integer", "parseInt", "Integer.java", 1)
        });

    assertThat(Unexpected.failure(new IllegalStateException(foreign)).message())
        .startsWith("An unexpected NumberFormatException at dev.salvaguarda.")
        .contains("UnexpectedTest");
  }

  @Test
  void theTraceHasEveryClassAndFrameInOneLineAndNoText() {
    String trace =
        Unexpected.trace(new IllegalStateException(SECRET, new RuntimeException(SECRET, root())));

    assertThat(trace)
        .startsWith("java.lang.IllegalStateException at dev.salvaguarda.agent.attempt.")
        .contains(
            "; caused by java.lang.RuntimeException at ",
            "; caused by java.lang.ArithmeticException at ",
            "UnexpectedTest.root(UnexpectedTest.java:")
        .doesNotContain(SECRET, "\n", "\t");
  }

  @Test
  void aChainThatBitesItsTailAndADeepStackEnd() {
    RuntimeException first = new RuntimeException();
    first.initCause(new RuntimeException(first));

    assertThat(Unexpected.trace(first)).hasSizeLessThanOrEqualTo(8_000);
    assertThat(Unexpected.failure(first).message()).startsWith("An unexpected RuntimeException");
    assertThat(Unexpected.trace(deep(5_000))).hasSizeLessThanOrEqualTo(8_000);
  }

  private static ArithmeticException root() {
    return new ArithmeticException(SECRET);
  }

  private static RuntimeException deep(int calls) {
    return calls == 0 ? new RuntimeException() : deep(calls - 1);
  }
}
