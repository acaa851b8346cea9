package dev.salvaguarda.controller.record;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.failure.FailureReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/** What the first repository of a policy has of a run; the others get their copies from it. */
public final class FirstCopy {
  private FirstCopy() {}

  /**
   * Whether every byte of all targets of the run is stored there and was read back, and nothing of
   * it was found damaged since. That a further repository lags behind, or that a hook after the run
   * failed, makes the run Degraded, but not the copy worse.
   */
  public static boolean isComplete(BackupRunStatus status) {
    return wasComplete(status) && damage(status).isEmpty();
  }

  /** What was found damaged or missing of it there, in words; empty if nothing is known to be. */
  public static Optional<String> damage(BackupRunStatus status) {
    return ConditionSet.of(status.conditions())
        .find(ConditionType.RESTORABLE)
        .filter(told -> "False".equals(told.getStatus()))
        .map(Condition::getMessage);
  }

  /** Whether the copy of this target is known to be damaged; where none is named, all are. */
  public static boolean isDamaged(BackupRunStatus status, String target) {
    return damage(status).isPresent()
        && (status.damagedTargets().isEmpty() || status.damagedTargets().contains(target));
  }

  /** Whether all of it was stored there when the run ended, whatever became of it since. */
  public static boolean wasComplete(BackupRunStatus status) {
    return status.phase() == RunPhase.SUCCEEDED
        || (status.phase() == RunPhase.DEGRADED
            && FailureReason.AFTER_HOOK_FAILED.wireName().equals(status.reason()))
        || (status.phase() == RunPhase.DEGRADED
            && status.repositories().stream()
                .limit(1)
                .anyMatch(first -> first.state() == State.COMPLETE));
  }
}
