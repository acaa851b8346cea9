package dev.salvaguarda.repository.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.repository.adapter.minio.S3Tuning;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND);

  @Test
  void whoSendsAtTheLimitNeverWaits() {
    RateLimit limit = new RateLimit(1_000_000, now::get);

    for (int i = 0; i < 1000; i++) {
      assertThat(limit.book(10_000)).isZero();
      now.addAndGet(SECOND / 100);
    }
  }

  @Test
  void whoWantsMoreWaitsUntilWhatIsBookedWasSent() {
    RateLimit limit = new RateLimit(1_000_000, now::get);
    assertThat(limit.book(250_000)).isZero();

    assertThat(limit.book(50_000)).isEqualTo(SECOND / 20);
    assertThat(limit.book(50_000)).isEqualTo(SECOND / 10);

    now.addAndGet(SECOND / 10);
    assertThat(limit.book(10_000)).isEqualTo(SECOND / 100);
  }

  @Test
  void aLongPauseSavesUpAQuarterOfASecondAndNoMore() {
    RateLimit limit = new RateLimit(1_000_000, now::get);
    now.addAndGet(3600 * SECOND);

    assertThat(limit.book(250_000)).isZero();
    assertThat(limit.book(1_000)).isEqualTo(SECOND / 1000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 1_000, 16_384, 1_000_000, 10_000_000_000L})
  void overAnyTimeNoMoreThanTheLimitAndItsBurstIsSent(long bytesPerSecond) {
    Random random = new Random(bytesPerSecond);
    RateLimit limit = new RateLimit(bytesPerSecond, now::get);
    long start = now.get();
    double sent = 0;

    for (int i = 0; i < 2000; i++) {
      int bytes = 1 + random.nextInt(limit.sliceBytes());
      now.addAndGet(limit.book(bytes));
      sent += bytes;
      double allowed = bytesPerSecond * (0.25 + (now.get() - start) / (double) SECOND);
      // Each booking may lose a part of a nanosecond.
      assertThat(sent).isLessThanOrEqualTo(allowed + 2000.0 * bytesPerSecond / SECOND + 1);
    }
  }

  @Test
  void aLowLimitIsBookedInSmallSlices() {
    assertThat(new RateLimit(1, now::get).sliceBytes()).isEqualTo(1 << 10);
    assertThat(new RateLimit(160_000, now::get).sliceBytes()).isEqualTo(10_000);
    assertThat(new RateLimit(1L << 40, now::get).sliceBytes()).isEqualTo(64 << 10);
  }

  @Test
  void aLimitOfNothingIsRefused() {
    assertThatThrownBy(() -> new RateLimit(0, now::get))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void patienceGrowsWithWhatALimitedUploadTakes() {
    S3Tuning limited = S3Tuning.PATIENT.withUploadLimit(1 << 20);

    assertThat(limited.call())
        .isEqualTo(S3Tuning.PATIENT.call().plusSeconds(160L * S3Tuning.PATIENT.connections()));
    assertThat(limited.giveUp())
        .isEqualTo(S3Tuning.PATIENT.giveUp().plusSeconds(160L * S3Tuning.PATIENT.connections()));
    assertThat(limited.silence()).isEqualTo(S3Tuning.PATIENT.silence());
    assertThat(S3Tuning.PATIENT.withUploadLimit(1).call()).isEqualTo(Duration.ofDays(21));
    assertThat(S3Tuning.PATIENT.withUploadLimit(0)).isEqualTo(S3Tuning.PATIENT);
  }
}
