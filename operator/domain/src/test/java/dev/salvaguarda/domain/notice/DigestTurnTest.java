package dev.salvaguarda.domain.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTurnTest {
  private static final Instant TIME = Instant.parse("2026-11-28T10:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {-600, 0, 1, 59, 61, 120, 3_000})
  void whatADigestTakesIsNeverSentByItselfWhileItIsMade(int minutesAway) {
    DigestTurn turn = new DigestTurn(TIME, TIME.plus(Duration.ofMinutes(minutesAway)));
    Instant begin = turn.opens().minus(DigestTurn.GRACE);

    assertThat(begin).isEqualTo(minutesAway > 0 ? turn.since() : TIME);
    assertThat(turn.isOpen(turn.opens().minusNanos(1))).isFalse();
    assertThat(turn.isOpen(turn.opens())).isTrue();
    Instant last = turn.ends().minus(DigestTurn.PAUSE);
    assertThat(turn.isOpen(last.minusNanos(1))).isTrue();
    assertThat(turn.isOpen(last)).isFalse();
    assertThat(turn.isOpen(turn.ends())).isFalse();
    assertThat(turn.ends()).isEqualTo(begin.plus(DigestTurn.PATIENCE));
  }
}
