package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.failure.RetryMeaning;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision.AskRepository;
import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ReadLog;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Outcome;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Judges an attempt whose worker has ended: by its result, confirmed by the repository, or, without
 * a result, by what the repository holds.
 */
final class Verdict {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(20);

  private Verdict() {}

  /**
   * The judgement.
   *
   * @param stop why the run had to stop; null if it did not
   */
  static RunDecision on(
      RunFacts facts,
      int attempt,
      Instant startedAt,
      Ending ending,
      @Nullable Failure stop,
      Instant now) {
    boolean partial = ending.result() == null || ending.result().targetsOmitted() > 0;
    LogAnswer log = facts.answers().log();
    if (partial && ending.pod() != null && log instanceof LogAnswer.NotAsked) {
      return new ReadLog(ending.pod());
    }
    CopyResult result = log instanceof LogAnswer.Whole(CopyResult whole) ? whole : ending.result();
    ArchiveAnswer archive = facts.answers().archive();
    if (archive instanceof ArchiveAnswer.NotAsked && (result == null || claims(result))) {
      return new AskRepository();
    }
    return result == null
        ? withoutResult(facts, attempt, startedAt, ending, stop, now)
        : withResult(facts, attempt, startedAt, ending, result, stop, now);
  }

  private static RunDecision withoutResult(
      RunFacts facts,
      int attempt,
      Instant startedAt,
      Ending ending,
      @Nullable Failure stop,
      Instant now) {
    Failure failure = lost(ending);
    Ledger ledger =
        facts.answers().archive() instanceof ArchiveAnswer.Holds holds
            ? facts.memory().ledger().proven(holds.snapshots(), failure)
            : facts.memory().ledger();
    return stop == null
        ? failed(facts, attempt, startedAt, failure, ledger, ending.at(), now)
        : end(facts, attempt, startedAt, stop, ledger, false);
  }

  private static RunDecision withResult(
      RunFacts facts,
      int attempt,
      Instant startedAt,
      Ending ending,
      CopyResult result,
      @Nullable Failure stop,
      Instant now) {
    Ledger ledger = facts.memory().ledger().with(result);
    boolean shortOfTargets = false;
    switch (facts.answers().archive()) {
      case ArchiveAnswer.NotAsked _ -> {}
      case ArchiveAnswer.Holds holds -> {
        ledger = ledger.heldBy(holds.ids());
        shortOfTargets =
            holds.snapshots().size() < result.targets().size() + result.targetsOmitted();
      }
      case ArchiveAnswer.Unanswered(Failure silence) -> {
        if (now.isBefore(ending.at().plus(facts.limits().judge()))) {
          return new AwaitEnd(
              attempt,
              startedAt,
              "The worker has ended; the repository is asked to confirm its snapshots.",
              now.plus(ASK_AGAIN));
        }
        ledger = ledger.unconfirmed(silence);
      }
    }
    if (result.outcome() == Outcome.SUCCEEDED && ledger.isComplete() && !shortOfTargets) {
      return succeeded(attempt, startedAt, ledger);
    }
    Failure failure = shortfall(result, ledger, shortOfTargets);
    return switch (result.outcome()) {
      case SUCCEEDED -> end(facts, attempt, startedAt, failure, ledger, false);
      case DEGRADED ->
          stop == null && someFailedForNow(result)
              ? failed(facts, attempt, startedAt, failure, ledger, ending.at(), now)
              : end(facts, attempt, startedAt, failure, ledger, false);
      case FAILED, CANCELLED ->
          stop == null
              ? failed(facts, attempt, startedAt, failure, ledger, ending.at(), now)
              : end(facts, attempt, startedAt, stop, ledger, false);
    };
  }

  /** The attempt failed: another one if that can help and may be, else the end of the run. */
  static RunDecision failed(
      RunFacts facts,
      int attempt,
      Instant startedAt,
      Failure failure,
      Ledger ledger,
      Instant at,
      Instant now) {
    boolean clear = facts.worker() instanceof WorkerFact.Present worker && !worker.isOver();
    Instant due = at.plus(BackOff.after(facts.self().name(), attempt, facts.limits().retry()));
    Instant next = due.isBefore(now) ? now : due;
    boolean again =
        retryHelps(failure, ledger)
            && attempt < facts.limits().attempts()
            && facts.around().policy() == PolicyPresence.PRESENT
            && next.isBefore(startedAt.plus(facts.limits().active()));
    return again
        ? new RetryLater(attempt, startedAt, failure, next, ledger, clear)
        : end(facts, attempt, startedAt, failure, ledger, clear);
  }

  /** The end of a run that did not succeed. */
  static Finish end(
      RunFacts facts,
      int attempt,
      Instant startedAt,
      Failure failure,
      Ledger ledger,
      boolean clear) {
    RunPhase phase;
    if (failure.reason() == FailureReason.CANCELLED && facts.self().cancelRequested()) {
      phase = RunPhase.CANCELLED;
    } else {
      phase = ledger.hasAnySnapshot() ? RunPhase.DEGRADED : RunPhase.FAILED;
    }
    return new Finish(phase, attempt, startedAt, failure, failure.message(), ledger, clear);
  }

  private static Finish succeeded(int attempt, Instant startedAt, Ledger ledger) {
    int count = ledger.targets().size() + ledger.omitted();
    String message =
        "%d %s copied and confirmed by the repository."
            .formatted(count, count == 1 ? "target was" : "targets were");
    return new Finish(RunPhase.SUCCEEDED, attempt, startedAt, null, message, ledger, false);
  }

  private static boolean claims(CopyResult result) {
    return result.outcome() == Outcome.SUCCEEDED
        || result.targets().stream().anyMatch(target -> target.snapshotId() != null);
  }

  private static boolean someFailedForNow(CopyResult result) {
    return result.targets().stream()
        .filter(target -> target.outcome() == Outcome.FAILED)
        .map(TargetResult::failure)
        .anyMatch(Verdict::passes);
  }

  private static boolean retryHelps(Failure failure, Ledger ledger) {
    return passes(failure)
        || ledger.targets().stream()
            .filter(target -> target.outcome() == Outcome.FAILED)
            .map(TargetResult::failure)
            .anyMatch(Verdict::passes);
  }

  private static boolean passes(@Nullable Failure failure) {
    return failure != null && failure.reason().retry() == RetryMeaning.BACK_OFF;
  }

  private static Failure shortfall(CopyResult result, Ledger ledger, boolean shortOfTargets) {
    if (result.outcome() == Outcome.CANCELLED) {
      return new Failure(
          FailureReason.WORKER_LOST, "The pod was asked to stop before the attempt was complete.");
    }
    if (result.failure() != null) {
      return result.failure();
    }
    return ledger.firstFailure().orElseGet(() -> unexplained(result, shortOfTargets));
  }

  private static Failure unexplained(CopyResult result, boolean shortOfTargets) {
    return shortOfTargets
        ? new Failure(
            FailureReason.REPOSITORY_CORRUPT,
            "The repository holds fewer snapshots of this run than the worker wrote.")
        : new Failure(
            FailureReason.INTERNAL,
            "The worker ended as %s without a snapshot and without a reason."
                .formatted(result.outcome().name().toLowerCase(java.util.Locale.ROOT)));
  }

  private static Failure lost(Ending ending) {
    String detail = ending.detail().isEmpty() ? "" : ": " + ending.detail();
    return switch (ending.how()) {
      case EXITED ->
          new Failure(
              FailureReason.WORKER_LOST, "The worker ended without a result" + detail + ".");
      case BAD_ORDER ->
          new Failure(
              FailureReason.INVALID_WORK_ORDER,
              "The worker could not read its work order" + detail + ".");
      case OUT_OF_MEMORY ->
          new Failure(
              FailureReason.WORKER_OUT_OF_MEMORY,
              "The worker was killed at its memory limit; raise runTemplate.resources.");
      case REMOVED ->
          new Failure(
              FailureReason.WORKER_LOST,
              "The worker was lost before it had a result" + detail + ".");
    };
  }
}
