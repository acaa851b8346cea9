package dev.salvaguarda.api.run;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a run stands. The first four pass; the others are final. */
public enum RunPhase {
  /** Accepted; nothing was started yet. */
  @JsonProperty("Pending")
  PENDING(false),
  /** Waits for other runs of its group. */
  @JsonProperty("Queued")
  QUEUED(false),
  /** The pod of an attempt was asked for, but does not work yet. */
  @JsonProperty("Starting")
  STARTING(false),
  /** A pod works on it, or the next attempt is about to begin. */
  @JsonProperty("Running")
  RUNNING(false),
  /** Every byte of every target is in the repository, and each snapshot was read back. */
  @JsonProperty("Succeeded")
  SUCCEEDED(true),
  /** A snapshot exists and restores, but something is missing or suspicious. */
  @JsonProperty("Degraded")
  DEGRADED(true),
  /** There is no complete copy. */
  @JsonProperty("Failed")
  FAILED(true),
  /** Stopped on request. */
  @JsonProperty("Cancelled")
  CANCELLED(true),
  /** Was due and did not start in time. */
  @JsonProperty("Missed")
  MISSED(true);

  private final boolean isFinal;

  RunPhase(boolean isFinal) {
    this.isFinal = isFinal;
  }

  /** Whether it has a worker, or is between two attempts. */
  public boolean isActive() {
    return this == STARTING || this == RUNNING;
  }

  /** Whether the run has ended, well or not. */
  public boolean isFinal() {
    return isFinal;
  }
}
