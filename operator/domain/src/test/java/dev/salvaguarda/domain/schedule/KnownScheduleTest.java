package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.schedule.KnownSchedule.Wanted;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownScheduleTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final KnownSchedule DAILY =
      new KnownSchedule("daily", "0 22 * * * Etc/UTC", LONG_AGO);

  @Test
  void aScheduleThatIsUnchangedKeepsItsBeginning() {
    assertThat(
            KnownSchedule.update(
                List.of(DAILY), List.of(new Wanted("daily", "0 22 * * * Etc/UTC")), NOW))
        .containsExactly(DAILY);
  }

  @Test
  void aScheduleThatIsChangedOrAddedBeginsAfresh() {
    assertThat(
            KnownSchedule.update(
                List.of(DAILY),
                List.of(
                    new Wanted("daily", "0 22 * * * America/Fortaleza"),
                    new Wanted("weekly", "0 3 * * 0 America/Fortaleza")),
                NOW))
        .extracting(KnownSchedule::since)
        .containsExactly(NOW, NOW);
  }

  @Test
  void aScheduleThatIsRemovedIsForgotten() {
    assertThat(KnownSchedule.update(List.of(DAILY), List.of(), NOW)).isEmpty();
  }
}
