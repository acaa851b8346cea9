package dev.salvaguarda.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.check.CheckRule.Verdict;
import dev.salvaguarda.domain.workorder.CheckOrder.Expectation;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckRuleTest {
  @Test
  void aValueIsComparedAsText() {
    Expectation one = new Expectation("1", null, null, null, null);

    assertThat(judge(one, "1").passed()).isTrue();
    assertThat(judge(one, "1.0").passed()).isFalse();
    assertThat(judge(one, "2").message()).isEqualTo("It is 2, and 1 was expected.");
  }

  @Test
  void bothEndsOfARangeBelongToIt() {
    Expectation range =
        new Expectation(null, BigDecimal.valueOf(10), BigDecimal.valueOf(20), null, null);

    assertThat(judge(range, "10").passed()).isTrue();
    assertThat(judge(range, "20.0").passed()).isTrue();
    assertThat(judge(range, "20.1").message()).isEqualTo("It is 20.1, and expected was 10 to 20.");
    assertThat(judge(range, "9").passed()).isFalse();
  }

  @Test
  void anOpenRangeHasOneEnd() {
    assertThat(judge(new Expectation(null, BigDecimal.ONE, null, null, null), "1e9").passed())
        .isTrue();
    assertThat(judge(new Expectation(null, null, BigDecimal.ONE, null, null), "2").message())
        .isEqualTo("It is 2, and expected was at most 1.");
  }

  @Test
  void aShareOfTheLastAnswerMustBeReached() {
    Expectation share = new Expectation(null, null, null, 90, BigDecimal.valueOf(1000));

    assertThat(judge(share, "900").passed()).isTrue();
    assertThat(judge(share, "899").message())
        .isEqualTo(
            "It is 899, and expected was at least 90 percent of 1000, the answer last time.");
  }

  @Test
  void withoutALastAnswerAnyNumberPasses() {
    Expectation first = new Expectation(null, null, null, 90, null);

    assertThat(judge(first, "0").passed()).isTrue();
    assertThat(judge(first, "many").passed()).isFalse();
  }

  @Test
  void noAnswerNeverPasses() {
    for (Expectation expected :
        new Expectation[] {
          new Expectation("", null, null, null, null),
          new Expectation(null, null, null, 0, null),
          new Expectation(null, BigDecimal.ZERO, null, null, null)
        }) {
      assertThat(CheckRule.judge(expected, Optional.empty()).passed()).isFalse();
    }
  }

  private static Verdict judge(Expectation expected, String observed) {
    return CheckRule.judge(expected, Optional.of(observed));
  }
}
