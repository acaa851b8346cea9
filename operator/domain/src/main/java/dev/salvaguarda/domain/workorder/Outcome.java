package dev.salvaguarda.domain.workorder;

/** How an attempt, or a target of it, ended. */
public enum Outcome {
  /**
   * All of it is there and was proven: a copy's snapshot was read back; what was restored is, byte
   * by byte, what was stored.
   */
  SUCCEEDED,
  /** There is something of use, but part of it is missing, suspicious or weaker than asked. */
  DEGRADED,
  /** There is nothing of use. */
  FAILED,
  /** Stopped on request before it was complete. */
  CANCELLED;

  /** The worst first. */
  int severity() {
    return switch (this) {
      case FAILED -> 0;
      case CANCELLED -> 1;
      case DEGRADED -> 2;
      case SUCCEEDED -> 3;
    };
  }
}
