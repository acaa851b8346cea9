package dev.salvaguarda.domain.schedule;

/** What kept ticks from having runs. */
public enum MissedCause {
  /** The starting deadline of each had passed. */
  TOO_LATE("not started within startingDeadline"),
  /** Each could still have been started, but a newer one is due and copies what it would have. */
  SUPERSEDED("superseded by a newer one that is due"),
  /** Some the one, the rest the other. */
  TOO_LATE_OR_SUPERSEDED("not started within startingDeadline, or superseded by a newer one");

  private final String words;

  MissedCause(String words) {
    this.words = words;
  }

  /** The end of a sentence about the ticks; without a full stop. */
  public String words() {
    return words;
  }
}
