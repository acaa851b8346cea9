package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookLife;
import dev.salvaguarda.domain.hook.HookStep;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.BeginHooks;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the run's status remembers of earlier decisions; all of it survives a restart.
 *
 * @param phase the phase reported last
 * @param attempts what is known of its attempts
 * @param endedAt when the run ended; null before
 * @param ledger what is known about each target
 * @param hooks of the run; empty before its turn, and if its policy had none then
 * @param verdict how the work ended, while the hooks after it are called; null otherwise
 */
public record RunMemory(
    RunPhase phase,
    AttemptMemory attempts,
    @Nullable Instant endedAt,
    Ledger ledger,
    List<HookCall> hooks,
    @Nullable Verdict verdict) {
  public RunMemory {
    hooks = List.copyOf(hooks);
  }

  /** Of a run without hooks. */
  public RunMemory(
      RunPhase phase, AttemptMemory attempts, @Nullable Instant endedAt, Ledger ledger) {
    this(phase, attempts, endedAt, ledger, List.of(), null);
  }

  /** Of a run that was never looked at. */
  public static RunMemory none() {
    return new RunMemory(RunPhase.PENDING, AttemptMemory.none(), null, Ledger.empty());
  }

  /** What is remembered once this was decided and done. */
  public RunMemory after(RunDecision decision, Instant now) {
    return switch (decision) {
      case RunDecision.Question _ -> this;
      case StayPending _ -> phase == RunPhase.QUEUED ? this : in(RunPhase.PENDING, attempts);
      case StayQueued _ -> in(RunPhase.QUEUED, attempts);
      case Lead(WorkerStep step) -> phase.isTerminal() ? this : in(phaseWith(step), step.known());
      case AwaitProof wait -> in(RunPhase.RUNNING, wait.known());
      case RetryLater retry ->
          new RunMemory(RunPhase.RUNNING, retry.known(), null, retry.ledger(), hooks, null);
      case BeginHooks begin ->
          new RunMemory(
              RunPhase.STARTING, AttemptMemory.preparing(now), null, ledger, begin.calls(), null);
      case CallHooks(HookStep.Going step) ->
          new RunMemory(phase, attempts, endedAt, ledger, step.calls(), verdict);
      case Close(Finish end, _) ->
          new RunMemory(
              RunPhase.RUNNING,
              end.known(),
              null,
              end.ledger(),
              HookLife.closing(hooks, now),
              Verdict.of(end));
      case Finish end -> new RunMemory(end.phase(), end.known(), now, end.ledger(), hooks, null);
    };
  }

  private RunPhase phaseWith(WorkerStep step) {
    return switch (step) {
      case WorkerStep.Start _ -> RunPhase.STARTING;
      case WorkerStep.Watch watch -> watch.running() ? RunPhase.RUNNING : RunPhase.STARTING;
      case WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _,
          WorkerStep.Clear _,
          WorkerStep.Rest _ ->
          phase.isActive() ? phase : RunPhase.RUNNING;
    };
  }

  private RunMemory in(RunPhase other, AttemptMemory known) {
    return new RunMemory(other, known, endedAt, ledger, hooks, verdict);
  }
}
