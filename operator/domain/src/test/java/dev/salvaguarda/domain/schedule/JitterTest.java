package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JitterTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

  @Test
  void aPolicyAlwaysGetsTheSameDelay() {
    String uid = "7f1c2a52-8b0f-4c7e-9d55-1f2f3a4b5c6d";

    assertThat(Jitter.of(uid, TEN_MINUTES)).isEqualTo(Jitter.of(uid, TEN_MINUTES));
  }

  @Test
  void delaysAreNeverNegativeAndLessThanTheBoundAndSpread() {
    var delays =
        IntStream.range(0, 1000).mapToObj(i -> Jitter.of("uid-" + i, TEN_MINUTES)).toList();

    assertThat(delays).allMatch(delay -> !delay.isNegative() && delay.compareTo(TEN_MINUTES) < 0);
    assertThat(delays.stream().distinct().count()).isGreaterThan(400);
  }

  @Test
  void noBoundMeansNoDelay() {
    assertThat(Jitter.of("uid", Duration.ZERO)).isZero();
  }

  @Test
  void theBoundIsShorterThanHalfTheShortestInterval() {
    CronPattern everyTwentyMinutes = Patterns.everyMinutes(20);

    assertThat(Jitter.fits(Duration.ofSeconds(599), everyTwentyMinutes)).isTrue();
    assertThat(Jitter.fits(TEN_MINUTES, everyTwentyMinutes)).isFalse();
  }
}
