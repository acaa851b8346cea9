package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.name.WireName;

/** Where a restore is in its life. */
public enum RestorePhase {
  /** Created; the copies are looked for, or what it needs is not there yet. */
  PENDING,
  /** The pod of an attempt was asked for, but its program does not run yet. */
  STARTING,
  /** An attempt is under way, or the next one waits for its back-off to pass. */
  RUNNING,
  /** Every target came back and was proven, and every check passed. */
  SUCCEEDED,
  /** A recovery that brought something back, but not all, or of which a check did not pass. */
  DEGRADED,
  /** Nothing came back, or the test was not passed. */
  FAILED,
  /** Stopped on request. */
  CANCELLED;

  private final String wireName = WireName.of(this);

  /** Whether the restore has ended; nothing but clearing up happens afterwards. */
  public boolean isTerminal() {
    return switch (this) {
      case PENDING, STARTING, RUNNING -> false;
      case SUCCEEDED, DEGRADED, FAILED, CANCELLED -> true;
    };
  }

  /** The UpperCamelCase form of the custom resource, such as {@code Succeeded}. */
  public String wireName() {
    return wireName;
  }
}
