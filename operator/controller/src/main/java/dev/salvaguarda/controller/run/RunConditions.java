package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunPhase;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two answers of a run's status: whether it has ended, and whether all of it is stored. */
final class RunConditions {
  private RunConditions() {}

  /**
   * The conditions that follow from a decision.
   *
   * @param memory of the run once that is done
   * @param why the run is where it is, for a person; null when all is well
   */
  static List<Condition> of(
      BackupRun run, Step step, RunMemory memory, @Nullable String why, Instant now) {
    ConditionSet set =
        ConditionSet.of(run.getStatus() == null ? null : run.getStatus().conditions());
    String message = Objects.requireNonNullElse(why, "");
    if (!(step instanceof Finish end)) {
      ConditionReason reason =
          memory.attempts().retryAt() == null
              ? ConditionReason.IN_PROGRESS
              : ConditionReason.WAITING_FOR_RETRY;
      Long generation = run.getMetadata().getGeneration();
      return set.with(ConditionFact.unmet(ConditionType.COMPLETE, reason, message), generation, now)
          .conditions();
    }
    // Of no generation: what is written into the spec afterwards makes none of it out of date.
    return set.with(ConditionFact.met(ConditionType.COMPLETE, reason(end), message), null, now)
        .with(uploaded(end), null, now)
        .conditions();
  }

  private static ConditionFact uploaded(Finish end) {
    if (end.phase() == RunPhase.SUCCEEDED) {
      return ConditionFact.met(
          ConditionType.UPLOADED, ConditionReason.RUN_SUCCEEDED, end.message());
    }
    if (end.failure() != null && end.failure().reason() == FailureReason.AFTER_HOOK_FAILED) {
      // Only of a run that had stored everything.
      return ConditionFact.met(ConditionType.UPLOADED, ConditionReason.RUN_DEGRADED, end.message());
    }
    return end.failure() == null
        ? ConditionFact.unmet(ConditionType.UPLOADED, reason(end), end.message())
        : ConditionFact.unmet(ConditionType.UPLOADED, end.failure());
  }

  private static ConditionReason reason(Finish end) {
    return switch (end.phase()) {
      case SUCCEEDED -> ConditionReason.RUN_SUCCEEDED;
      case DEGRADED -> ConditionReason.RUN_DEGRADED;
      case CANCELLED -> ConditionReason.RUN_CANCELLED;
      case MISSED -> ConditionReason.RUN_MISSED;
      case FAILED, PENDING, QUEUED, STARTING, RUNNING -> ConditionReason.RUN_FAILED;
    };
  }
}
