package dev.salvaguarda.domain.schedule;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Minutes on a wall clock that never changes to summer time; {@link ZonedCadence} turns them into
 * instants. The meaning is that of Unix cron: if both day fields are written without a {@code *}, a
 * day that fits one of them is enough, otherwise it has to fit both.
 *
 * @param minutes 0 to 59
 * @param hours 0 to 23
 * @param daysOfMonth 1 to 31; months that are shorter are left out, nothing moves to their last day
 * @param months 1 to 12
 * @param daysOfWeek 0 to 6, where 0 is Sunday
 */
public record CronPattern(
    CronField minutes,
    CronField hours,
    CronField daysOfMonth,
    CronField months,
    CronField daysOfWeek) {

  /** The 29th of February falls on a given day of the week after 40 years at the latest. */
  private static final int HORIZON_YEARS = 41;

  /** A leap year's start, so that the leap day is seen early. */
  private static final LocalDate SAMPLE_START = LocalDate.of(2000, 1, 1);

  /** After 28 years the days of the week repeat, if no century lies between. */
  private static final LocalDate SAMPLE_END = LocalDate.of(2028, 1, 1);

  /** Whether the pattern follows the hours as they pass: {@code *}, a step of it, or all hours. */
  public boolean everyHour() {
    return hours.star() || hours.stream().count() == 24;
  }

  /** The first fitting minute after {@code after}; empty if the pattern never comes due again. */
  public Optional<LocalDateTime> next(LocalDateTime after) {
    LocalDateTime from = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    LocalDate last = from.toLocalDate().plusYears(HORIZON_YEARS);
    LocalTime earliest = from.toLocalTime();
    for (LocalDate day = fittingMonth(from.toLocalDate());
        !day.isAfter(last);
        day = fittingMonth(day.plusDays(1))) {
      if (fits(day)) {
        LocalTime start = day.equals(from.toLocalDate()) ? earliest : LocalTime.MIDNIGHT;
        Optional<LocalTime> time = timeAtLeast(start);
        if (time.isPresent()) {
          return Optional.of(day.atTime(time.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether the pattern ever comes due; the 31st of February does not. */
  public boolean comesDue() {
    return next(SAMPLE_START.atStartOfDay()).isPresent();
  }

  /** The shortest time between two ticks, on a clock without summer time. */
  public Duration shortestInterval() {
    Duration shortest = shortestWithinADay();
    LocalTime first = timeAtLeast(LocalTime.MIDNIGHT).orElseThrow();
    LocalTime last = lastTime();
    LocalDate previous = null;
    for (LocalDate day = SAMPLE_START; day.isBefore(SAMPLE_END); day = day.plusDays(1)) {
      if (months.contains(day.getMonthValue()) && fits(day)) {
        if (previous != null) {
          Duration overnight = Duration.between(previous.atTime(last), day.atTime(first));
          shortest = overnight.compareTo(shortest) < 0 ? overnight : shortest;
        }
        previous = day;
      }
    }
    return shortest;
  }

  private Duration shortestWithinADay() {
    Duration shortest = ChronoUnit.FOREVER.getDuration();
    LocalTime previous = null;
    Optional<LocalTime> time = timeAtLeast(LocalTime.MIDNIGHT);
    while (time.isPresent()) {
      if (previous != null) {
        Duration between = Duration.between(previous, time.get());
        shortest = between.compareTo(shortest) < 0 ? between : shortest;
      }
      previous = time.get();
      time =
          previous.equals(LocalTime.of(23, 59))
              ? Optional.empty()
              : timeAtLeast(previous.plusMinutes(1));
    }
    return shortest;
  }

  private LocalTime lastTime() {
    return LocalTime.of(hours.stream().max().orElseThrow(), minutes.stream().max().orElseThrow());
  }

  private LocalDate fittingMonth(LocalDate day) {
    LocalDate fitting = day;
    while (!months.contains(fitting.getMonthValue())) {
      fitting = fitting.withDayOfMonth(1).plusMonths(1);
    }
    return fitting;
  }

  private boolean fits(LocalDate day) {
    boolean ofMonth = daysOfMonth.contains(day.getDayOfMonth());
    boolean ofWeek = daysOfWeek.contains(day.getDayOfWeek().getValue() % 7);
    boolean oneIsEnough = !daysOfMonth.star() && !daysOfWeek.star();
    return oneIsEnough ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  private Optional<LocalTime> timeAtLeast(LocalTime time) {
    int hour = hours.atLeast(time.getHour());
    if (hour == time.getHour()) {
      int minute = minutes.atLeast(time.getMinute());
      if (minute >= 0) {
        return Optional.of(LocalTime.of(hour, minute));
      }
      hour = hours.atLeast(hour + 1);
    }
    return hour < 0 ? Optional.empty() : Optional.of(LocalTime.of(hour, minutes.atLeast(0)));
  }
}
