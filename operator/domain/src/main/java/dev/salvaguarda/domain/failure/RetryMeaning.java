package dev.salvaguarda.domain.failure;

/** What a failure says about trying again. */
public enum RetryMeaning {
  /** The cause passes by itself: try again, later each time, up to the allowed attempts. */
  BACK_OFF,
  /** Only a person can mend the cause; trying again would waste time and hide it. */
  NEVER
}
