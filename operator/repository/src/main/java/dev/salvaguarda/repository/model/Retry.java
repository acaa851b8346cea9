package dev.salvaguarda.repository.model;

/** What a failure says about trying again. */
public enum Retry {
  /** The cause passes by itself: try again, later each time. */
  BACK_OFF,
  /** Only a person can mend the cause. */
  NEVER
}
