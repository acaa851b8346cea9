package dev.salvaguarda.domain.retention;

import java.time.LocalDateTime;
import java.time.temporal.IsoFields;

/**
 * One rule that counts, while it goes through the snapshots of a target from the newest to the
 * oldest. As in restic a period is told from the one before it only, and the very last snapshot is
 * kept, too, while the rule has places left.
 */
final class RuleCounter {
  private final Cause rule;
  private final int wanted;
  private final RuleFinding full;
  private int used;
  private long period = Long.MIN_VALUE;

  /** What is said of all further snapshots of the period: thousands may share one text. */
  private RuleFinding again;

  RuleCounter(Cause rule, int wanted) {
    this.rule = rule;
    this.wanted = wanted;
    this.full =
        notKept(
            wanted
                + (rule == Cause.LAST ? " newer ones" : " newer " + rule.periods())
                + " are kept");
    this.again = full;
  }

  /**
   * Judges the next snapshot.
   *
   * @param rank 1 for the newest
   */
  RuleFinding next(LocalDateTime local, int rank, boolean oldest) {
    if (wanted != RetentionRules.ALL && used == wanted) {
      return full;
    }
    long own = number(local, rank);
    boolean first = own != period;
    if (!first && !oldest) {
      return again;
    }
    String words = words(local);
    period = own;
    again = notKept(words + " has a newer copy");
    used++;
    String what =
        rule == Cause.LAST
            ? "one of the newest"
            : (first ? "newest of " : "oldest of all, in ") + words;
    String place = wanted == RetentionRules.ALL ? ", all are kept" : " of " + wanted;
    return new RuleFinding(true, new Reason(rule, what + " (" + used + place + ")"));
  }

  private RuleFinding notKept(String text) {
    return new RuleFinding(false, new Reason(rule, text));
  }

  /** Numbers periods so that two have the same number only if they are the same. */
  private long number(LocalDateTime local, int rank) {
    return switch (rule) {
      case HOURLY -> local.toLocalDate().toEpochDay() * 24 + local.getHour();
      case DAILY -> local.toLocalDate().toEpochDay();
      case WEEKLY ->
          local.get(IsoFields.WEEK_BASED_YEAR) * 100L
              + local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
      case MONTHLY -> local.getYear() * 12L + local.getMonthValue();
      case YEARLY -> local.getYear();
      case LAST, WITHIN, NEWEST_GOOD, NEWEST_VERIFIED, ON_HOLD, LOCKED, DATED_AHEAD, LIMIT -> rank;
    };
  }

  private String words(LocalDateTime local) {
    String date = local.toLocalDate().toString();
    return switch (rule) {
      case HOURLY -> date + " " + twoDigits(local.getHour()) + "h";
      case DAILY -> date;
      case WEEKLY ->
          local.get(IsoFields.WEEK_BASED_YEAR)
              + "-W"
              + twoDigits(local.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTHLY -> date.substring(0, date.length() - 3);
      case YEARLY -> date.substring(0, date.length() - 6);
      case LAST, WITHIN, NEWEST_GOOD, NEWEST_VERIFIED, ON_HOLD, LOCKED, DATED_AHEAD, LIMIT -> date;
    };
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
