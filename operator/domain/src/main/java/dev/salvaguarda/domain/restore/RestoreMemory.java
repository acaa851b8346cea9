package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.Question;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the status remembers of earlier decisions; all of it survives a restart.
 *
 * @param phase the phase reported last
 * @param attempts what is known of its attempts
 * @param endedAt when the restore ended; null before
 * @param plan the copies that are restored; null until they are found
 * @param ledger what is known about each target
 */
public record RestoreMemory(
    RestorePhase phase,
    AttemptMemory attempts,
    @Nullable Instant endedAt,
    @Nullable RestorePlan plan,
    RestoreLedger ledger) {
  /** Of a restore that was never looked at. */
  public static RestoreMemory none() {
    return new RestoreMemory(
        RestorePhase.PENDING, AttemptMemory.none(), null, null, RestoreLedger.empty());
  }

  /** What is remembered once this was decided and done. */
  public RestoreMemory after(RestoreDecision decision, Instant now) {
    return switch (decision) {
      case Question _, StayPending _ -> this;
      case Planned found -> new RestoreMemory(phase, attempts, endedAt, found.plan(), ledger);
      case Lead(WorkerStep step) -> phase.isTerminal() ? this : in(phaseWith(step), step.known());
      case RetryLater retry ->
          new RestoreMemory(RestorePhase.RUNNING, retry.known(), null, plan, retry.ledger());
      case Finish end -> new RestoreMemory(end.phase(), end.known(), now, plan, end.ledger());
    };
  }

  private RestorePhase phaseWith(WorkerStep step) {
    return switch (step) {
      case WorkerStep.Start _ -> RestorePhase.STARTING;
      case WorkerStep.Watch watch -> watch.running() ? RestorePhase.RUNNING : RestorePhase.STARTING;
      case WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _,
          WorkerStep.Clear _,
          WorkerStep.Rest _ ->
          phase == RestorePhase.PENDING ? RestorePhase.RUNNING : phase;
    };
  }

  private RestoreMemory in(RestorePhase other, AttemptMemory known) {
    return new RestoreMemory(other, known, endedAt, plan, ledger);
  }
}
