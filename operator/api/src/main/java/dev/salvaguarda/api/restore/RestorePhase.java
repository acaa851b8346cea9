package dev.salvaguarda.api.restore;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a restore stands. The first three pass; the others are final. */
public enum RestorePhase {
  /** Accepted; nothing was started yet. */
  @JsonProperty("Pending")
  PENDING(false),
  /** The pod of an attempt was asked for, but does not work yet. */
  @JsonProperty("Starting")
  STARTING(false),
  /** A pod works on it, or the next attempt is about to begin. */
  @JsonProperty("Running")
  RUNNING(false),
  /** Every target came back and was proven, and every check passed. */
  @JsonProperty("Succeeded")
  SUCCEEDED(true),
  /** A recovery that brought something back, but not all, or of which a check did not pass. */
  @JsonProperty("Degraded")
  DEGRADED(true),
  /** Nothing came back, or the test was not passed. */
  @JsonProperty("Failed")
  FAILED(true),
  /** Stopped on request. */
  @JsonProperty("Cancelled")
  CANCELLED(true);

  private final boolean isFinal;

  RestorePhase(boolean isFinal) {
    this.isFinal = isFinal;
  }

  /** Whether the restore has ended, well or not. */
  public boolean isFinal() {
    return isFinal;
  }
}
