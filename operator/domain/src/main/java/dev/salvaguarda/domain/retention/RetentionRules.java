package dev.salvaguarda.domain.retention;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which snapshots of a target are kept, with restic's meaning: of each calendar period that has one
 * the newest snapshot is kept, for as many periods as the number says, and a snapshot stays that
 * any of the rules keeps. Numbers count periods that have a snapshot, so that a time without copies
 * uses nothing up. A number below -1, and rules that keep nothing at all, are refused with an
 * {@link IllegalArgumentException}.
 *
 * @param keepLast newest snapshots kept; 0 means none by this rule, -1 all
 * @param keepHourly hours whose newest snapshot is kept; 0 and -1 as above, here and below
 * @param keepDaily days of which the same is kept
 * @param keepWeekly ISO weeks, which begin on Monday, of which the same is kept
 * @param keepMonthly months of which the same is kept
 * @param keepYearly years of which the same is kept
 * @param keepWithin every snapshot is kept that is younger than this, counted back from the newest
 *     one rather than from now; {@link CalendarSpan#NONE} means none by this rule
 * @see <a
 *     href="https://restic.readthedocs.io/en/stable/060_forget.html#removing-snapshots-according-to-a-policy">the
 *     meaning in restic's own words</a>
 */
public record RetentionRules(
    int keepLast,
    int keepHourly,
    int keepDaily,
    int keepWeekly,
    int keepMonthly,
    int keepYearly,
    CalendarSpan keepWithin) {
  /** Keep all. */
  public static final int ALL = -1;

  public RetentionRules {
    Stream.of(keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly)
        .filter(number -> number < ALL)
        .findFirst()
        .ifPresent(number -> {
          throw new IllegalArgumentException(
              "a rule keeps a number of snapshots, or all with -1, but not " + number);
        });
    if (Stream.of(keepLast, keepHourly, keepDaily, keepWeekly, keepMonthly, keepYearly)
            .allMatch(number -> number == 0)
        && keepWithin.spansNothing()) {
      throw new IllegalArgumentException(
          "at least one rule must keep something, or every snapshot would be removed");
    }
  }

  /** What each rule that counts is to keep; rules that keep nothing are absent. */
  Map<Cause, Integer> counts() {
    Map<Cause, Integer> counts = new EnumMap<>(Cause.class);
    counts.put(Cause.LAST, keepLast);
    counts.put(Cause.HOURLY, keepHourly);
    counts.put(Cause.DAILY, keepDaily);
    counts.put(Cause.WEEKLY, keepWeekly);
    counts.put(Cause.MONTHLY, keepMonthly);
    counts.put(Cause.YEARLY, keepYearly);
    counts.values().removeIf(count -> count == 0);
    return counts;
  }

  /** The rules in one line, as in a specification: {@code keepDaily=7,keepWithin=14d}. */
  public String text() {
    Stream<String> counts =
        counts().entrySet().stream().map(rule -> rule.getKey().key() + "=" + rule.getValue());
    Stream<String> within =
        keepWithin.spansNothing()
            ? Stream.empty()
            : Stream.of(Cause.WITHIN.key() + "=" + keepWithin.text());
    return Stream.concat(counts, within).collect(Collectors.joining(","));
  }
}
