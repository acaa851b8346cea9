package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.ConfirmReplica;
import dev.salvaguarda.domain.run.RunDecision.ConfirmSnapshots;
import dev.salvaguarda.domain.run.RunDecision.FindSnapshots;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ReadLog;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.worker.Ending;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.worker.WorkerStep.Over;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges an attempt that is over: by its result, confirmed by the repository, or, without a result,
 * by what the repository holds.
 */
final class RunVerdict {
  private static final Duration ASK_AGAIN = Duration.ofSeconds(20);
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RunFacts facts;
  private final Over over;
  private final Instant now;

  private RunVerdict(RunFacts facts, Over over, Instant now) {
    this.facts = facts;
    this.over = over;
    this.now = now;
  }

  static RunDecision on(RunFacts facts, Over over, Instant now) {
    RunVerdict verdict = new RunVerdict(facts, over, now);
    Ledger ledger = facts.memory().ledger();
    return switch (over.ending()) {
      case Ending.GivenUp(Failure why, boolean clear) -> verdict.end(why, ledger, clear);
      case Ending.NeverRan(Instant at, Failure why) ->
          Retry.helps(why) ? verdict.failed(why, ledger, at, true) : verdict.end(why, ledger, true);
      case Ending.Gone gone -> verdict.judged(gone);
    };
  }

  private RunDecision judged(Ending.Gone gone) {
    CopyResult result = facts.reported();
    if (result == null || result.targetsOmitted() > 0) {
      switch (facts.answers().log()) {
        case LogAnswer.NotAsked _ -> {
          if (gone.pod() != null) {
            return new ReadLog(gone.pod());
          }
        }
        case LogAnswer.Whole(CopyResult whole) -> result = whole;
        case LogAnswer.Nothing _ -> {}
      }
    }
    if (facts.answers().archive() instanceof ArchiveAnswer.NotAsked) {
      if (result == null || result.targetsOmitted() > 0) {
        return new FindSnapshots();
      }
      Set<String> ids = facts.memory().ledger().with(result).snapshotIds();
      if (!ids.isEmpty()) {
        return new ConfirmSnapshots(ids);
      }
    }
    if (result != null) {
      Optional<String> replica =
          facts
              .memory()
              .ledger()
              .with(result)
              .unconfirmedReplica(facts.answers().replicas().keySet());
      if (replica.isPresent()) {
        return new ConfirmReplica(replica.get());
      }
    }
    return result == null ? withoutResult(gone) : withResult(gone, result);
  }

  private RunDecision withoutResult(Ending.Gone gone) {
    Failure failure = gone.failure();
    Ledger ledger =
        facts.answers().archive() instanceof ArchiveAnswer.Holds holds
            ? facts.memory().ledger().proven(holds.snapshots(), failure)
            : facts.memory().ledger();
    if (over.stop() != null) {
      return end(over.stop(), ledger, false);
    }
    return Retry.helps(failure)
        ? failed(failure, ledger, gone.at(), false)
        : end(failure, ledger, false);
  }

  private RunDecision withResult(Ending.Gone gone, CopyResult result) {
    Ledger ledger = facts.memory().ledger().with(result);
    boolean shortOfTargets = false;
    switch (facts.answers().archive()) {
      case ArchiveAnswer.NotAsked _ -> {}
      case ArchiveAnswer.Holds holds -> {
        shortOfTargets =
            result.targetsOmitted() > 0
                && holds.snapshots().size() < ledger.targets().size() + result.targetsOmitted();
        ledger = ledger.heldBy(holds.ids());
      }
      case ArchiveAnswer.Unanswered(Failure silence) -> {
        if (isPatient(gone)) {
          return awaitProof();
        }
        ledger = ledger.unconfirmed(silence);
      }
    }
    for (Map.Entry<String, ArchiveAnswer> one : facts.answers().replicas().entrySet()) {
      switch (one.getValue()) {
        case ArchiveAnswer.NotAsked _ -> {}
        case ArchiveAnswer.Holds holds -> {
          if (!holds.ids().containsAll(ledger.snapshotIds())) {
            ledger = ledger.doubting(one.getKey(), notHeld(one.getKey()));
          }
        }
        case ArchiveAnswer.Unanswered(Failure silence) -> {
          if (isPatient(gone)) {
            return awaitProof();
          }
          ledger = ledger.doubting(one.getKey(), silence);
        }
      }
    }
    return judged(gone, result, ledger, shortOfTargets);
  }

  private RunDecision judged(
      Ending.Gone gone, CopyResult result, Ledger ledger, boolean shortOfTargets) {
    if (result.hasAllTargets() && ledger.isComplete() && !shortOfTargets) {
      Optional<Failure> lag = ledger.firstLag();
      if (lag.isEmpty()) {
        return succeeded(ledger);
      }
      if (over.stop() == null) {
        return end(lag.get(), ledger, false);
      }
    }
    Failure failure = shortfall(gone, result, ledger, shortOfTargets);
    return switch (result.outcome()) {
      case SUCCEEDED -> end(failure, ledger, false);
      case DEGRADED ->
          over.stop() == null && ledger.retryHelps(failure)
              ? failed(failure, ledger, gone.at(), false)
              : end(failure, ledger, false);
      case FAILED, CANCELLED -> {
        if (over.stop() != null) {
          yield end(over.stop(), ledger, false);
        }
        yield ledger.retryHelps(failure)
            ? failed(failure, ledger, gone.at(), false)
            : end(failure, ledger, false);
      }
    };
  }

  private boolean isPatient(Ending.Gone gone) {
    return now.isBefore(gone.at().plus(facts.limits().judge()));
  }

  private AwaitProof awaitProof() {
    return new AwaitProof(
        over.known(),
        "The worker has ended; the repository is asked to confirm its snapshots.",
        now.plus(ASK_AGAIN));
  }

  private static Failure notHeld(String repository) {
    return new Failure(
        FailureReason.REPOSITORY_CORRUPT,
        "The worker copied the run's snapshots to repository %s, but it does not hold all of them."
            .formatted(repository));
  }

  /** The attempt failed in a way that passes: another one if there may be one. */
  private RunDecision failed(Failure failure, Ledger ledger, Instant at, boolean clear) {
    Optional<Instant> next =
        facts.around().policy() == PolicyPresence.PRESENT
            ? Retry.after(facts.self().name(), over.known(), facts.limits().worker(), at, now)
            : Optional.empty();
    return next.<RunDecision>map(due ->
            new RetryLater(
                over.known().failed(failure, due), failure, ledger, clear, now.plus(SOON)))
        .orElseGet(() -> end(failure, ledger, clear));
  }

  /** The end of a run that did not succeed. */
  private Finish end(Failure failure, Ledger ledger, boolean clear) {
    boolean cancelled = failure.reason() == FailureReason.CANCELLED && failure.equals(over.stop());
    RunPhase phase =
        cancelled
            ? RunPhase.CANCELLED
            : ledger.hasAnySnapshot() ? RunPhase.DEGRADED : RunPhase.FAILED;
    return new Finish(
        phase, over.known(), failure, failure.message(), ledger, clear, now.plus(SOON));
  }

  private Finish succeeded(Ledger ledger) {
    int count = ledger.targets().size() + ledger.omitted();
    String message =
        "%d %s copied and confirmed by %s."
            .formatted(
                count,
                count == 1 ? "target was" : "targets were",
                ledger.replicas().isEmpty()
                    ? "the repository"
                    : "%d repositories".formatted(ledger.replicas().size() + 1));
    return new Finish(
        RunPhase.SUCCEEDED, over.known(), null, message, ledger, false, now.plus(SOON));
  }

  private static Failure shortfall(
      Ending.Gone gone, CopyResult result, Ledger ledger, boolean shortOfTargets) {
    if (result.outcome() == Outcome.CANCELLED) {
      return new Failure(
          FailureReason.WORKER_LOST,
          "The pod was stopped before the attempt was complete%s.".formatted(gone.words()));
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
                .formatted(result.outcome().name().toLowerCase(Locale.ROOT)));
  }
}
