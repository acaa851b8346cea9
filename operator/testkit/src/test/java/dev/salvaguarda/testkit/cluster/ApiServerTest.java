package dev.salvaguarda.testkit.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
  /** CI once began its API servers then, and each was over its time at the first look. */
  @ParameterizedTest
  @ValueSource(strings = {"00:00:00", "12:00:00", "23:56:00", "23:58:30", "23:59:59.998"})
  void whatIsBegunBeforeMidnightIsNotOverItsTimeAtOnce(LocalTime begun) {
    LocalTime end = begun.plus(ApiServer.patience(begun));

    assertThat(begun.plusNanos(1_000_000).isAfter(end)).isFalse();
  }

  @Test
  void aStartThatWouldEndTodayHasFourMinutes() {
    assertThat(ApiServer.patience(LocalTime.NOON)).isEqualTo(Duration.ofMinutes(4));
  }
}
