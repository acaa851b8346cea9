package dev.salvaguarda.domain.site;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.calendar.CalendarEntry;
import dev.salvaguarda.domain.calendar.CalendarText;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SiteCalendarTest {
  @Test
  void aWindowStandsThereOnceAsItWasToldLast() {
    Told announced = told("a", "w", 0, false, "2026-11-27T17:00:00Z");
    Told moved = told("b", "w", 1, false, "2026-11-27T16:00:00Z");
    Told reminder = Sites.told("c", "w", "MaintenanceReminder", "2026-11-27T18:00:00Z");

    assertThat(calendar(announced, moved, reminder))
        .containsOnlyOnce("BEGIN:VEVENT")
        .contains("SEQUENCE:1\r\n", "STATUS:CONFIRMED\r\n");
  }

  @Test
  void aCancelledWindowStaysThereAsCancelled() {
    assertThat(
            calendar(
                told("a", "w", 0, false, "2026-11-27T17:00:00Z"),
                told("b", "w", 1, true, "2026-11-27T18:00:00Z"),
                told("c", "other", 0, false, "2026-11-27T19:00:00Z")))
        .contains("STATUS:CANCELLED\r\n", "UID:w@salvaguarda.dev", "UID:other@salvaguarda.dev");
  }

  @Test
  void thePageLeadsToIt() {
    assertThat(SiteFilesTest.file(Sites.quiet("en"), "index.html"))
        .contains("<a href=\"maintenance.ics\">");
    assertThat(calendar()).doesNotContain("VEVENT");
  }

  private static String calendar(Told... told) {
    return SiteFilesTest.file(Sites.of("en", List.of(told)), "maintenance.ics");
  }

  private static Told told(
      String id, String subject, int sequence, boolean isCancelled, String at) {
    Instant start = Instant.parse("2026-11-29T01:00:00Z");
    return new Told(
        id,
        subject,
        isCancelled ? "MaintenanceCancelled" : "MaintenanceScheduled",
        "en",
        "Maintenance",
        "Text.",
        CalendarText.published(
            new CalendarEntry(
                subject + "@salvaguarda.dev",
                sequence,
                Instant.parse(at),
                start,
                start.plusSeconds(3_600),
                isCancelled),
            "Maintenance",
            "Text."),
        Instant.parse(at));
  }
}
