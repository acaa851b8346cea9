package dev.salvaguarda.domain.site;

import dev.salvaguarda.domain.calendar.CalendarText;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was told of maintenance, for calendars: an entry for each window, as it was told last. */
final class SiteCalendar {
  private static final int MOST_ENTRIES = 100;

  /**
   * Of what was told at different times the sequence says what holds, whatever times people gave.
   */
  private static final Comparator<Told> NEWEST =
      Comparator.comparingInt((Told told) -> CalendarText.sequence(told.calendar()))
          .thenComparing(Told::at)
          .thenComparing(Told::id);

  private SiteCalendar() {}

  static String of(List<Matter> matters) {
    return CalendarText.together(
        matters.stream()
            .map(SiteCalendar::newest)
            .flatMap(Optional::stream)
            .limit(MOST_ENTRIES)
            .map(Told::calendar)
            .toList());
  }

  private static Optional<Told> newest(Matter matter) {
    return matter.told().stream().filter(told -> !told.calendar().isEmpty()).max(NEWEST);
  }
}
