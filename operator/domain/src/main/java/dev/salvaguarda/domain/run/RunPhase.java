package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.name.WireName;

/** Where a run is in its life. */
public enum RunPhase {
  /** Created; what it needs is not there yet. */
  PENDING,
  /** It could start, but others of its group come first. */
  QUEUED,
  /** The pod of an attempt was asked for, but its program does not run yet. */
  STARTING,
  /** An attempt is under way, or the next one waits for its back-off to pass. */
  RUNNING,
  /** Every target is in the repository, and its snapshot was read back. */
  SUCCEEDED,
  /** A snapshot exists and restores, but something is missing or weaker than asked. */
  DEGRADED,
  /** There is no new snapshot. */
  FAILED,
  /** Stopped on request, or because its policy was deleted. */
  CANCELLED,
  /** It was due while it could not be started, and was not made up for. */
  MISSED;

  private final String wireName = WireName.of(this);

  /** Whether the run has ended; nothing but clearing up happens afterwards. */
  public boolean isTerminal() {
    return switch (this) {
      case PENDING, QUEUED, STARTING, RUNNING -> false;
      case SUCCEEDED, DEGRADED, FAILED, CANCELLED, MISSED -> true;
    };
  }

  /** Whether it has a worker, or is between two attempts. */
  public boolean isActive() {
    return this == STARTING || this == RUNNING;
  }

  /** Whether the run has not started an attempt yet. */
  public boolean isWaiting() {
    return this == PENDING || this == QUEUED;
  }

  /** The UpperCamelCase form of the custom resource, such as {@code Succeeded}. */
  public String wireName() {
    return wireName;
  }
}
