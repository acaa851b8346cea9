package dev.salvaguarda.domain.maintenance;

/** Where a pass is. */
public enum MaintenancePhase {
  /** None was due yet. */
  NONE,
  /** Due, and waiting. */
  WAITING,
  /** An attempt is under way, or is followed by another one. */
  RUNNING,
  /** All was done, and nothing is missing. */
  SUCCEEDED,
  /** The repository lacks something. */
  DEGRADED,
  /** Not all was done. */
  FAILED;

  /** Whether nothing more is done for it. */
  public boolean isOver() {
    return this != WAITING && this != RUNNING;
  }
}
