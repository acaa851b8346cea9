package dev.salvaguarda.domain.workorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunSpanTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void reachesFromItsStartToItsEndAndAsFarAsIsTolerated() {
    RunSpan hour = new RunSpan(TEN, TEN.plusSeconds(3_600));

    assertThat(hour.contains(TEN, Duration.ZERO)).isTrue();
    assertThat(hour.contains(TEN.plusSeconds(3_600), Duration.ZERO)).isTrue();
    assertThat(hour.contains(TEN.minusSeconds(60), MINUTE)).isTrue();
    assertThat(hour.contains(TEN.minusSeconds(61), MINUTE)).isFalse();
    assertThat(hour.contains(TEN.plusSeconds(3_660), MINUTE)).isTrue();
    assertThat(hour.contains(TEN.plusSeconds(3_661), MINUTE)).isFalse();
  }

  @Test
  void aClockThatWasSetBackLeavesItsStart() {
    RunSpan back = new RunSpan(TEN, TEN.minusSeconds(3_600));

    assertThat(back).isEqualTo(new RunSpan(TEN, TEN));
  }
}
