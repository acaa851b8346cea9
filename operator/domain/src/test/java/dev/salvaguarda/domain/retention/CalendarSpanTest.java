package dev.salvaguarda.domain.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarSpanTest {

  @ParameterizedTest
  @ValueSource(strings = {"1y5m7d2h", "14d", "36h", "6m", "10y", "1y2h"})
  void aSpanIsWrittenAsItIsRead(String text) {
    assertThat(CalendarSpan.parse(text).orElseThrow().text()).isEqualTo(text);
  }

  @Test
  void mMeansMonths() {
    assertThat(CalendarSpan.parse("3m")).contains(new CalendarSpan(0, 3, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "14", "14D", "2h7d", "-1d", "1w", "1.5d", "90s", " 1d", "1d1d"})
  void whatIsNoSpanIsNotRead(String text) {
    assertThat(CalendarSpan.parse(text)).isEmpty();
  }

  @Test
  void zeroSpansNothing() {
    assertThat(CalendarSpan.parse("0d").orElseThrow().spansNothing()).isTrue();
    assertThat(CalendarSpan.NONE.text()).isEmpty();
  }

  @Test
  void aSpanIsNeverNegative() {
    assertThatThrownBy(() -> new CalendarSpan(0, 0, -1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0y0m-1d0h");
  }

  @ParameterizedTest
  @CsvSource({
    // a month before the end of March goes on in March, as in restic
    "1m, 2026-03-31T12:00:00Z, 2026-03-03T12:00:00Z, Etc/UTC",
    "1m, 2024-03-31T12:00:00Z, 2024-03-02T12:00:00Z, Etc/UTC",
    "1y, 2024-02-29T12:00:00Z, 2023-03-01T12:00:00Z, Etc/UTC",
    "1y1m1d1h, 2026-01-01T00:30:00Z, 2024-11-29T23:30:00Z, Etc/UTC",
    // the date is the zone's, here still 30 March
    "1m, 2026-03-31T01:00:00Z, 2026-03-03T01:00:00Z, America/Fortaleza",
    // a day is as long as the clocks make it, an hour is not
    "1d, 2026-03-29T12:00:00Z, 2026-03-28T13:00:00Z, Europe/Berlin",
    "24h, 2026-03-29T12:00:00Z, 2026-03-28T12:00:00Z, Europe/Berlin",
    // a local time that was skipped, and one that came twice
    "1d, 2026-03-30T00:30:00Z, 2026-03-29T01:30:00Z, Europe/Berlin",
    "1d, 2026-10-26T01:30:00Z, 2026-10-25T01:30:00Z, Europe/Berlin",
  })
  void aSpanIsCountedBackOnTheCalendarOfTheZone(
      String span, Instant end, Instant start, String zone) {
    assertThat(CalendarSpan.parse(span).orElseThrow().before(end, ZoneId.of(zone)))
        .isEqualTo(start);
  }
}
