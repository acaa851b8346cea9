package dev.salvaguarda.domain.retention;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span on the calendar, written as restic writes it: {@code 1y5m7d2h}, where {@code m} means
 * months. A month and a year are as long as the calendar says; an hour is always as long as an
 * hour.
 *
 * @param years 0 to 999
 * @param months 0 to 9999
 * @param days 0 to 99999
 * @param hours 0 to 999999
 */
public record CalendarSpan(int years, int months, int days, int hours) {
  /** No span at all. */
  public static final CalendarSpan NONE = new CalendarSpan(0, 0, 0, 0);

  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,3})y)?(?:(\\d{1,4})m)?(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?");

  public CalendarSpan {
    if (years < 0 || months < 0 || days < 0 || hours < 0) {
      throw new IllegalArgumentException(
          "a span goes back, so none of its parts is negative: %dy%dm%dd%dh"
              .formatted(years, months, days, hours));
    }
  }

  /** The span that a text such as {@code 14d} or {@code 1y6m} means; empty if it means none. */
  public static Optional<CalendarSpan> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new CalendarSpan(part(matcher, 1), part(matcher, 2), part(matcher, 3), part(matcher, 4)));
  }

  /** Whether it spans nothing. */
  public boolean spansNothing() {
    return equals(NONE);
  }

  /** The text that {@link #parse} reads; empty for no span. */
  public String text() {
    return part(years, 'y') + part(months, 'm') + part(days, 'd') + part(hours, 'h');
  }

  /**
   * The instant that lies so far before another. Years, months and days are taken from the date
   * that a calendar of the zone shows, all at once, and what is left over goes on in the next
   * month, as in restic: a month before 31 March is 3 March, or 2 March in a leap year.
   */
  Instant before(Instant end, ZoneId zone) {
    LocalDateTime local = LocalDateTime.ofInstant(end, zone);
    LocalDate date =
        local
            .toLocalDate()
            .withDayOfMonth(1)
            .minusYears(years)
            .minusMonths(months)
            .plusDays(local.getDayOfMonth() - 1L - days);
    return onTheClock(date.atTime(local.toLocalTime()), zone.getRules())
        .minusSeconds(hours * 3600L);
  }

  /**
   * A local time that a clock change skipped or repeats is none or two instants. This is the one
   * that restic takes: the offset in force when a clock without any offset would show it decides,
   * or the one that this leads to.
   */
  private static Instant onTheClock(LocalDateTime local, ZoneRules rules) {
    Instant unshifted = local.toInstant(ZoneOffset.UTC);
    Instant guess = local.toInstant(rules.getOffset(unshifted));
    return local.toInstant(rules.getOffset(guess));
  }

  private static int part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static String part(int amount, char unit) {
    return amount == 0 ? "" : amount + String.valueOf(unit);
  }
}
