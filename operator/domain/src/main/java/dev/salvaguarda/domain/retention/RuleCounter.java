package dev.salvaguarda.domain.retention;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;

/**
 * One rule that counts, while it goes through the snapshots of a target from the newest to the
 * oldest. As in restic a period is told from the one before it only, and the very last snapshot is
 * kept, too, while the rule has places left.
 */
final class RuleCounter {
  private static final DateTimeFormatter HOUR =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH'h'", Locale.ROOT);

  private final Cause rule;
  private final int wanted;
  private int used;
  private String period = "";

  RuleCounter(Cause rule, int wanted) {
    this.rule = rule;
    this.wanted = wanted;
  }

  /**
   * Judges the next snapshot.
   *
   * @param rank 1 for the newest
   */
  RuleFinding next(ZonedDateTime local, int rank, boolean oldest) {
    if (wanted != RetentionRules.ALL && used == wanted) {
      return notKept(
          rule == Cause.LAST
              ? "%d newer ones are kept".formatted(used)
              : "%d newer %s are kept".formatted(used, rule.periods()));
    }
    String own = period(local, rank);
    boolean first = !own.equals(period);
    if (!first && !oldest) {
      return notKept("%s has a newer copy".formatted(own));
    }
    period = own;
    used++;
    return new RuleFinding(true, new Reason(rule, (first ? newest(own) : oldest(own)) + place()));
  }

  private RuleFinding notKept(String text) {
    return new RuleFinding(false, new Reason(rule, text));
  }

  private String newest(String own) {
    return rule == Cause.LAST ? "one of the newest" : "newest of " + own;
  }

  private static String oldest(String own) {
    return "oldest of all, in " + own;
  }

  private String place() {
    return wanted == RetentionRules.ALL
        ? " (%d, all are kept)".formatted(used)
        : " (%d of %d)".formatted(used, wanted);
  }

  private String period(ZonedDateTime local, int rank) {
    return switch (rule) {
      case HOURLY -> HOUR.format(local);
      case DAILY -> local.toLocalDate().toString();
      case WEEKLY ->
          "%04d-W%02d"
              .formatted(
                  local.get(IsoFields.WEEK_BASED_YEAR),
                  local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTHLY -> local.toLocalDate().toString().substring(0, 7);
      case YEARLY -> Integer.toString(local.getYear());
      case LAST, WITHIN, NEWEST_GOOD, NEWEST_VERIFIED, ON_HOLD, LOCKED, DATED_AHEAD, LIMIT ->
          Integer.toString(rank);
    };
  }
}
