package dev.salvaguarda.domain.retention;

/** What a {@link Reason} speaks of: a rule of the policy, a floor, or the limit of a pass. */
public enum Cause {
  /** The newest so many snapshots. */
  LAST("keepLast", ""),
  /** The newest snapshot of an hour. */
  HOURLY("keepHourly", "hours"),
  /** The newest snapshot of a day. */
  DAILY("keepDaily", "days"),
  /** The newest snapshot of an ISO week. */
  WEEKLY("keepWeekly", "weeks"),
  /** The newest snapshot of a month. */
  MONTHLY("keepMonthly", "months"),
  /** The newest snapshot of a year. */
  YEARLY("keepYearly", "years"),
  /** Everything younger than a span. */
  WITHIN("keepWithin", ""),
  /** Floor: no other good snapshot of the target is newer. */
  NEWEST_GOOD("newest good copy", ""),
  /** Floor: of those that were restored for proof no other of the target is newer. */
  NEWEST_VERIFIED("newest verified copy", ""),
  /** Floor: a person holds its run. */
  ON_HOLD("on hold", ""),
  /** Floor: the object store would not let go of it. */
  LOCKED("object lock", ""),
  /** Floor: it says that it was made later than now, so its place in the order is unknown. */
  DATED_AHEAD("dated ahead", ""),
  /** Not kept by any rule, but more than one pass may remove, or announced for too short a time. */
  LIMIT("limit of a pass", "");

  private final String key;
  private final String periods;

  Cause(String key, String periods) {
    this.key = key;
    this.periods = periods;
  }

  /** The field of the specification, or what it is called in a sentence. */
  public String key() {
    return key;
  }

  /** What a rule counts, in the plural. */
  String periods() {
    return periods;
  }
}
