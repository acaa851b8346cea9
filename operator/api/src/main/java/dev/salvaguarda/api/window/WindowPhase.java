package dev.salvaguarda.api.window;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a maintenance window stands; follows from its specification and the time. */
public enum WindowPhase {
  /** Nobody outside was told of it yet. */
  @JsonProperty("Proposed")
  PROPOSED,
  /** It was announced and has not begun. */
  @JsonProperty("Announced")
  ANNOUNCED,
  /** Its time has come. */
  @JsonProperty("InProgress")
  IN_PROGRESS,
  /** The work is done. */
  @JsonProperty("Completed")
  COMPLETED,
  /** Its time is over, and nobody has said that the work is. */
  @JsonProperty("Overrun")
  OVERRUN,
  /** It does not take place. */
  @JsonProperty("Cancelled")
  CANCELLED
}
