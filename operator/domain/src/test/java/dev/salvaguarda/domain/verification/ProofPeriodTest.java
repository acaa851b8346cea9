package dev.salvaguarda.domain.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.ZonedCadence;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProofPeriodTest {
  private static final ZoneId FORTALEZA = ZoneId.of("America/Fortaleza");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "* * * * *, 2026-01-01T09:10:20Z, 2026-01-01T09:12:00Z",
    "0 6 * * *, 2026-01-01T09:10:20Z, 2026-01-03T09:00:00Z",
    "0 6 * * 4, 2026-01-01T09:10:20Z, 2026-01-15T09:00:00Z",
    "'0 6 1,15 * *', 2026-01-01T09:10:20Z, 2026-02-01T09:00:00Z",
    "0 6 1 * *, 2026-01-01T09:10:20Z, 2026-02-05T09:10:20Z",
    "'0 6 1 1,4,7,10 *', 2026-01-01T09:10:20Z, 2026-04-05T09:00:00Z",
    "0 6 1 1 *, 2026-01-01T09:10:20Z, 2027-01-05T09:00:00Z"
  })
  void aProofLastsTwoIntervalsButThirtyFiveDaysAndForRareTestsFourDaysAfterTheNext(
      String cron, Instant endedAt, Instant end) {
    assertThat(ProofPeriod.end(Optional.of(cadence(cron)), endedAt)).isEqualTo(end);
  }

  @Test
  void aProofLastsThirtyFiveDaysWhereNobodyCanTellWhenTestsAreDue() {
    Instant endedAt = Instant.parse("2026-01-01T09:10:20Z");

    assertThat(ProofPeriod.end(Optional.empty(), endedAt)).isEqualTo("2026-02-05T09:10:20Z");
  }

  private static ZonedCadence cadence(String cron) {
    return new ZonedCadence(((CronReading.Understood) CronReading.of(cron)).pattern(), FORTALEZA);
  }
}
