package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestTimeTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-28T01:03:20Z, 07:00, America/Fortaleza, 2026-11-28T10:00:00Z",
    "2026-11-28T09:59:59Z, 07:00, America/Fortaleza, 2026-11-28T10:00:00Z",
    "2026-11-28T10:00:00Z, 07:00, America/Fortaleza, 2026-11-29T10:00:00Z",
    "2026-11-28T23:59:00Z, 00:00, Etc/UTC, 2026-11-29T00:00:00Z",
    // The clocks skip 01:00 to 02:00, and later repeat it.
    "2026-03-29T00:10:00Z, 01:30, Europe/Lisbon, 2026-03-29T01:30:00Z",
    "2026-10-25T00:10:00Z, 01:30, Europe/Lisbon, 2026-10-25T00:30:00Z",
    "2026-10-25T00:40:00Z, 01:30, Europe/Lisbon, 2026-10-26T01:30:00Z"
  })
  void isTheNextTimeOnTheClockOnTheWall(Instant event, String at, String zone, Instant expected) {
    assertThat(DigestTime.after(event, at, ZoneId.of(zone))).isEqualTo(expected);
  }
}
