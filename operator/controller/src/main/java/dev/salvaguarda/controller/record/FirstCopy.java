package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;

/** What the first repository of a policy has of a run; the others get their copies from it. */
public final class FirstCopy {
  private FirstCopy() {}

  /**
   * Whether every byte of all targets of the run is stored there and was read back. That a further
   * repository lags behind makes the run Degraded, but not the copy worse.
   */
  public static boolean isComplete(BackupRunStatus status) {
    return status.phase() == RunPhase.SUCCEEDED
        || (status.phase() == RunPhase.DEGRADED
            && status.repositories().stream()
                .limit(1)
                .anyMatch(first -> first.state() == State.COMPLETE));
  }
}
