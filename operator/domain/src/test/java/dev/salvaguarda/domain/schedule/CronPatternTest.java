package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CronPatternTest {
  private static final LocalDateTime START = LocalDateTime.parse("2026-01-01T00:00");

  @Test
  void aDayThatAMonthLacksIsLeftOut() {
    assertThat(ticks(Patterns.onDayOfMonth(31), START, 5))
        .extracting(LocalDateTime::toLocalDate)
        .containsExactly(
            LocalDate.parse("2026-01-31"),
            LocalDate.parse("2026-03-31"),
            LocalDate.parse("2026-05-31"),
            LocalDate.parse("2026-07-31"),
            LocalDate.parse("2026-08-31"));
  }

  @Test
  void theLeapDayComesEveryFourYearsButNotIn2100() {
    assertThat(ticks(Patterns.onDayOfMonth(29, 2), LocalDateTime.parse("2090-01-01T00:00"), 3))
        .extracting(LocalDateTime::getYear)
        .containsExactly(2092, 2096, 2104);
  }

  @Test
  void theThirtyFirstOfFebruaryNeverComesDue() {
    assertThat(Patterns.onDayOfMonth(31, 2).comesDue()).isFalse();
    assertThat(Patterns.onDayOfMonth(31, 2).next(START)).isEmpty();
  }

  @Test
  void oneOfTwoDayFieldsIsEnoughWhenBothAreValues() {
    CronPattern thirteenthOrFriday =
        new CronPattern(
            CronField.values(0),
            CronField.values(0),
            CronField.values(13),
            CronField.star(1, 12, 1),
            CronField.values(5));

    assertThat(ticks(thirteenthOrFriday, START, 4))
        .extracting(LocalDateTime::getDayOfMonth)
        .containsExactly(2, 9, 13, 16);
  }

  @Test
  void theShortestIntervalIsFoundWithinADayOverNightAndOverMonths() {
    assertThat(Patterns.everyMinutes(15).shortestInterval()).isEqualTo(Duration.ofMinutes(15));
    assertThat(Patterns.everyMinutes(7).shortestInterval()).isEqualTo(Duration.ofMinutes(4));
    assertThat(Patterns.dailyAt(22, 0).shortestInterval()).isEqualTo(Duration.ofDays(1));
    assertThat(Patterns.weeklyAt(0, 3, 0).shortestInterval()).isEqualTo(Duration.ofDays(7));
    assertThat(Patterns.onDayOfMonth(1).shortestInterval()).isEqualTo(Duration.ofDays(28));
    assertThat(Patterns.onDayOfMonth(29, 2).shortestInterval()).isEqualTo(Duration.ofDays(1461));
  }

  @Test
  void aFieldWithoutValuesOrWithImpossibleOnesIsRefused() {
    assertThatThrownBy(() -> CronField.values()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CronField.values(60)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CronField.values(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void theNextTickIsTheFirstMinuteThatFits(
      @ForAll("patterns") CronPattern pattern,
      @ForAll @LongRange(min = 0, max = 20_000_000) long minutesSince2000) {
    LocalDateTime after = LocalDateTime.parse("2000-01-01T00:00").plusMinutes(minutesSince2000);

    Optional<LocalDateTime> next = pattern.next(after.plusSeconds(minutesSince2000 % 60));

    assertThat(next).isEqualTo(firstFittingMinute(pattern, after));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void noTwoTicksAreNearerThanTheShortestInterval(@ForAll("patterns") CronPattern pattern) {
    List<LocalDateTime> ticks = ticks(pattern, START, 400);

    Duration shortest = pattern.shortestInterval();
    for (int i = 1; i < ticks.size(); i++) {
      assertThat(Duration.between(ticks.get(i - 1), ticks.get(i))).isGreaterThanOrEqualTo(shortest);
    }
  }

  @Provide
  Arbitrary<CronPattern> patterns() {
    return Patterns.any();
  }

  /** Looks at every minute of every day, as somebody without a clever idea would. */
  private static Optional<LocalDateTime> firstFittingMinute(
      CronPattern pattern, LocalDateTime after) {
    LocalDateTime end = after.plusYears(41);
    LocalDateTime minute = after.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
    while (minute.isBefore(end)) {
      if (!fits(pattern, minute.toLocalDate())) {
        minute = minute.toLocalDate().plusDays(1).atStartOfDay();
      } else if (pattern.hours().contains(minute.getHour())
          && pattern.minutes().contains(minute.getMinute())) {
        return Optional.of(minute);
      } else {
        minute = minute.plusMinutes(1);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(CronPattern pattern, LocalDate day) {
    if (!pattern.months().contains(day.getMonthValue())) {
      return false;
    }
    boolean month = pattern.daysOfMonth().contains(day.getDayOfMonth());
    boolean week = pattern.daysOfWeek().contains(day.getDayOfWeek().getValue() % 7);
    boolean both = pattern.daysOfMonth().star() || pattern.daysOfWeek().star();
    return both ? (month && week) : (month || week);
  }

  private static List<LocalDateTime> ticks(CronPattern pattern, LocalDateTime after, int count) {
    List<LocalDateTime> ticks = new ArrayList<>();
    Optional<LocalDateTime> tick = pattern.next(after.minusMinutes(1));
    while (tick.isPresent() && ticks.size() < count) {
      ticks.add(tick.get());
      tick = pattern.next(tick.get());
    }
    return ticks;
  }
}
