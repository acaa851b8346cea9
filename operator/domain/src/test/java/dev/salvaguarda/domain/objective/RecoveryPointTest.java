package dev.salvaguarda.domain.objective;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryPointTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Instant CAPTURED = Instant.parse("2026-11-23T01:00:00Z");

  @Test
  void anArchiveThatIsExactlyAsOldAsAllowedMeetsTheObjective() {
    assertThat(RecoveryPoint.assess(DAY, Optional.of(CAPTURED), CAPTURED.plus(DAY)))
        .isEqualTo(new RecoveryPoint.Met(DAY, CAPTURED.plus(DAY)));
  }

  @Test
  void theObjectiveIsMissedByTheTimePassingAlone() {
    Instant later = CAPTURED.plus(DAY).plusMillis(1);

    assertThat(RecoveryPoint.assess(DAY, Optional.of(CAPTURED), later))
        .isEqualTo(new RecoveryPoint.Missed(DAY.plusMillis(1), CAPTURED.plus(DAY)));
  }

  @Test
  void withoutAnArchiveEverythingWouldBeLost() {
    assertThat(RecoveryPoint.assess(DAY, Optional.empty(), CAPTURED))
        .isEqualTo(new RecoveryPoint.NoArchive());
  }
}
