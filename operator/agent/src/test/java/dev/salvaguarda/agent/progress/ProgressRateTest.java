package dev.salvaguarda.agent.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.WorkerLine.Progress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressRateTest {
  private final ProgressRate rate = new ProgressRate(0);

  @Test
  void saysShareRateAndTimeLeftWhereTheSizeIsKnown() {
    Progress progress = at(10, 250, 1_000);

    assertThat(progress).isEqualTo(new Progress("t", 1, 3, 25, 250, 7, 25, 30L));
  }

  @Test
  void saysNeitherShareNorTimeLeftWhereTheSizeIsNotKnown() {
    Progress progress = at(10, 250, 0);

    assertThat(progress.percent()).isNull();
    assertThat(progress.etaSeconds()).isNull();
    assertThat(progress.bytesPerSecond()).isEqualTo(25);
  }

  @Test
  void looksAtTheLastTwentySecondsOnly() {
    for (int second = 1; second <= 100; second++) {
      Progress _ = at(second, 1_000_000, 0);
    }

    assertThat(at(101, 1_000_000, 0).bytesPerSecond()).isZero();
    assertThat(at(102, 1_002_000, 0).bytesPerSecond()).isEqualTo(100);
  }

  @Test
  void neverSaysAHundredPercentOrLessThanNoTimeLeft() {
    Progress progress = at(10, 5_000, 1_000);

    assertThat(progress.percent()).isEqualTo(99);
    assertThat(progress.etaSeconds()).isZero();
  }

  @Test
  void saysNoTimeLeftWhileNothingMoves() {
    Progress progress = at(10, 0, 1_000);

    assertThat(progress.percent()).isZero();
    assertThat(progress.bytesPerSecond()).isZero();
    assertThat(progress.etaSeconds()).isNull();
    assertThat(at(10, 0, 1_000).bytesPerSecond()).isZero();
  }

  private Progress at(long second, long bytesRead, long expected) {
    return rate.next(
        new ProgressBoard.Standing("t", 1, 3, expected, bytesRead),
        7,
        TimeUnit.SECONDS.toNanos(second));
  }
}
