package dev.salvaguarda.api.repository;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a pass of maintenance is. */
public enum MaintenancePhase {
  /** Due, and waiting for backups, restores, or the repository. */
  @JsonProperty("Waiting")
  WAITING,
  /** An attempt is under way, or is followed by another one. */
  @JsonProperty("Running")
  RUNNING,
  /** All was done, and nothing is missing. */
  @JsonProperty("Succeeded")
  SUCCEEDED,
  /** All was done that could be, and the repository lacks something. */
  @JsonProperty("Degraded")
  DEGRADED,
  /** Not all was done. */
  @JsonProperty("Failed")
  FAILED;

  /** Whether a pod works on it, or the next attempt is about to begin. */
  public boolean isActive() {
    return this == RUNNING;
  }
}
