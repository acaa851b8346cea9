package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.AwaitRetry;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the run's status remembers of earlier decisions; all of it survives a restart.
 *
 * @param phase the phase reported last
 * @param attempt the attempt started last; 0 before the first
 * @param startedAt when the first attempt was started; null before
 * @param retryAt when the next attempt is due; set only while the last one is known to have failed
 * @param failure why the last attempt failed; null if none did
 * @param endedAt when the run ended; null before
 * @param ledger what is known about each target
 */
public record RunMemory(
    RunPhase phase,
    int attempt,
    @Nullable Instant startedAt,
    @Nullable Instant retryAt,
    @Nullable Failure failure,
    @Nullable Instant endedAt,
    Ledger ledger) {

  /** Of a run that was never looked at. */
  public static RunMemory none() {
    return new RunMemory(RunPhase.PENDING, 0, null, null, null, null, Ledger.empty());
  }

  /** What is remembered once this was decided and done. */
  public RunMemory after(RunDecision decision, Instant now) {
    return switch (decision) {
      case RunDecision.Question _, ClaimTurn _, ClearWorker _, Rest _, AwaitRetry _ -> this;
      case StayPending _ -> phase == RunPhase.QUEUED ? this : in(RunPhase.PENDING);
      case StayQueued _ -> in(RunPhase.QUEUED);
      case StartAttempt start -> running(start.attempt(), startedAt == null ? now : startedAt);
      case Watch watch -> running(watch.attempt(), watch.startedAt());
      case StopWorker stop -> running(stop.attempt(), stop.startedAt());
      case AwaitEnd wait -> running(wait.attempt(), wait.startedAt());
      case ForceWorker force ->
          phase.isTerminal() ? this : running(force.attempt(), force.startedAt());
      case RetryLater retry ->
          new RunMemory(
              RunPhase.RUNNING,
              retry.attempt(),
              retry.startedAt(),
              retry.at(),
              retry.failure(),
              null,
              retry.ledger());
      case Finish end ->
          new RunMemory(
              end.phase(), end.attempt(), end.startedAt(), null, end.failure(), now, end.ledger());
    };
  }

  private RunMemory in(RunPhase other) {
    return new RunMemory(other, attempt, startedAt, retryAt, failure, endedAt, ledger);
  }

  private RunMemory running(int current, Instant since) {
    return new RunMemory(
        RunPhase.RUNNING,
        current,
        since,
        current > attempt ? null : retryAt,
        failure,
        null,
        ledger);
  }
}
