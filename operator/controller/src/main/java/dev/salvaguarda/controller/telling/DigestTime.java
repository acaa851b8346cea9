package dev.salvaguarda.controller.telling;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/** When the digest goes out that tells of something. */
final class DigestTime {
  private DigestTime() {}

  /**
   * The first one after an event, on the clock on the wall. A time that a clock change skips is
   * taken as much later; one that happens twice, the first time.
   *
   * @param at such as {@code 07:00}
   */
  static Instant after(Instant event, String at, ZoneId zone) {
    LocalTime time = LocalTime.parse(at);
    LocalDate day = event.atZone(zone).toLocalDate();
    Instant today = at(day, time, zone);
    return today.isAfter(event) ? today : at(day.plusDays(1), time, zone);
  }

  private static Instant at(LocalDate day, LocalTime time, ZoneId zone) {
    return ZonedDateTime.of(day, time, zone).withEarlierOffsetAtOverlap().toInstant();
  }
}
