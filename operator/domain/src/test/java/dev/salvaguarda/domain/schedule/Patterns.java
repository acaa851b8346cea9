package dev.salvaguarda.domain.schedule;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Cron patterns for tests, written without a parser. */
final class Patterns {
  private Patterns() {}

  static CronPattern dailyAt(int hour, int minute) {
    return new CronPattern(
        CronField.values(minute),
        CronField.values(hour),
        CronField.star(1, 31, 1),
        CronField.star(1, 12, 1),
        CronField.star(0, 6, 1));
  }

  static CronPattern weeklyAt(int dayOfWeek, int hour, int minute) {
    return new CronPattern(
        CronField.values(minute),
        CronField.values(hour),
        CronField.star(1, 31, 1),
        CronField.star(1, 12, 1),
        CronField.values(dayOfWeek));
  }

  static CronPattern everyMinutes(int step) {
    return new CronPattern(
        CronField.star(0, 59, step),
        CronField.star(0, 23, 1),
        CronField.star(1, 31, 1),
        CronField.star(1, 12, 1),
        CronField.star(0, 6, 1));
  }

  static CronPattern hourlyAt(int minute) {
    return new CronPattern(
        CronField.values(minute),
        CronField.star(0, 23, 1),
        CronField.star(1, 31, 1),
        CronField.star(1, 12, 1),
        CronField.star(0, 6, 1));
  }

  static CronPattern onDayOfMonth(int day, int... months) {
    return new CronPattern(
        CronField.values(0),
        CronField.values(0),
        CronField.values(day),
        months.length == 0 ? CronField.star(1, 12, 1) : CronField.values(months),
        CronField.star(0, 6, 1));
  }

  /** Patterns as people write them, and stranger ones. */
  static Arbitrary<CronPattern> any() {
    return Combinators.combine(
            field(0, 59, 0.2),
            field(0, 23, 0.4),
            field(1, 31, 0.7),
            field(1, 12, 0.8),
            field(0, 6, 0.7))
        .as(CronPattern::new)
        .filter(CronPattern::comesDue);
  }

  private static Arbitrary<CronField> field(int min, int max, double starShare) {
    Arbitrary<CronField> star =
        Arbitraries.integers().between(1, max / 2).map(step -> CronField.star(min, max, step));
    Arbitrary<CronField> values =
        Arbitraries.integers()
            .between(min, max)
            .set()
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(set -> CronField.values(set.stream().mapToInt(Integer::intValue).toArray()));
    int weight = (int) (starShare * 10);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(weight, star), net.jqwik.api.Tuple.of(10 - weight, values));
  }
}
