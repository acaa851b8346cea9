package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.ReadLog;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.worker.Ending;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep.Over;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges an attempt that is over, by its result alone: a worker that could not tell what it did has
 * proven nothing, whatever stands in the place where the data should go.
 */
final class RestoreVerdict {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final RestoreFacts facts;
  private final Over over;
  private final WorkerLimits limits;
  private final Instant now;

  private RestoreVerdict(RestoreFacts facts, Over over, WorkerLimits limits, Instant now) {
    this.facts = facts;
    this.over = over;
    this.limits = limits;
    this.now = now;
  }

  static RestoreDecision on(RestoreFacts facts, Over over, WorkerLimits limits, Instant now) {
    RestoreVerdict verdict = new RestoreVerdict(facts, over, limits, now);
    RestoreLedger ledger = facts.memory().ledger();
    return switch (over.ending()) {
      case Ending.GivenUp(Failure why, boolean clear) -> verdict.end(why, ledger, clear);
      case Ending.NeverRan(Instant at, Failure why) ->
          Retry.helps(why) ? verdict.failed(why, ledger, at, true) : verdict.end(why, ledger, true);
      case Ending.Gone gone -> verdict.judged(gone);
    };
  }

  private RestoreDecision judged(Ending.Gone gone) {
    RestoreResult result = facts.reported();
    if (result == null || !isWhole(result)) {
      switch (facts.log()) {
        case LogAnswer.NotAsked _ -> {
          if (gone.pod() != null) {
            return new ReadLog(gone.pod());
          }
        }
        case LogAnswer.Whole(RestoreResult whole) -> result = whole;
        case LogAnswer.Nothing _ -> {}
      }
    }
    return result == null ? withoutResult(gone) : withResult(gone, result);
  }

  private static boolean isWhole(RestoreResult result) {
    return result.targetsOmitted() == 0 && result.checksOmitted() == 0;
  }

  private RestoreDecision withoutResult(Ending.Gone gone) {
    RestoreLedger ledger = facts.memory().ledger();
    if (over.stop() != null) {
      return end(over.stop(), ledger, false);
    }
    Failure failure = gone.failure();
    return Retry.helps(failure)
        ? failed(failure, ledger, gone.at(), false)
        : end(failure, ledger, false);
  }

  private RestoreDecision withResult(Ending.Gone gone, RestoreResult result) {
    RestoreLedger ledger = facts.memory().ledger().with(result);
    RestorePlan plan = facts.memory().plan();
    if (plan == null) {
      return end(
          new Failure(FailureReason.INTERNAL, "Nobody wrote down what this restore restores."),
          ledger,
          false);
    }
    Optional<Failure> missing = ledger.shortfall(plan, facts.self().into(), facts.checks());
    if (missing.isEmpty() && result.outcome() == Outcome.SUCCEEDED) {
      return succeeded(ledger, plan);
    }
    if (over.stop() != null) {
      return end(over.stop(), ledger, false);
    }
    Failure failure = shortfall(gone, result, missing);
    return ledger.retryHelps(plan, facts.self().into(), facts.checks(), failure)
        ? failed(failure, ledger, gone.at(), false)
        : end(failure, ledger, false);
  }

  /** The attempt failed in a way that passes: another one if there may be one. */
  private RestoreDecision failed(Failure failure, RestoreLedger ledger, Instant at, boolean clear) {
    return Retry.after(facts.self().name(), over.known(), limits, at, now)
        .<RestoreDecision>map(due ->
            new RetryLater(
                over.known().failed(failure, due), failure, ledger, clear, now.plus(SOON)))
        .orElseGet(() -> end(failure, ledger, clear));
  }

  /** The end of a restore that did not pass. */
  private Finish end(Failure failure, RestoreLedger ledger, boolean clear) {
    boolean cancelled = failure.reason() == FailureReason.CANCELLED && failure.equals(over.stop());
    RestorePhase shortOfAll =
        !facts.self().test() && ledger.hasAny() ? RestorePhase.DEGRADED : RestorePhase.FAILED;
    return new Finish(
        cancelled ? RestorePhase.CANCELLED : shortOfAll,
        over.known(),
        failure,
        failure.message(),
        ledger,
        clear,
        now.plus(SOON));
  }

  private Finish succeeded(RestoreLedger ledger, RestorePlan plan) {
    int targets = plan.parts().size();
    int checks = facts.checks().size();
    String message =
        "%d %s back and proven%s."
            .formatted(
                targets,
                targets == 1 ? "target is" : "targets are",
                checks == 0
                    ? ""
                    : checks == 1 ? ", 1 check passed" : ", %d checks passed".formatted(checks));
    return new Finish(
        RestorePhase.SUCCEEDED, over.known(), null, message, ledger, false, now.plus(SOON));
  }

  private static Failure shortfall(
      Ending.Gone gone, RestoreResult result, Optional<Failure> missing) {
    if (result.outcome() == Outcome.CANCELLED) {
      return new Failure(
          FailureReason.WORKER_LOST,
          "The pod was stopped before the attempt was complete%s.".formatted(gone.words()));
    }
    @Nullable Failure told = result.failure();
    return told != null
        ? told
        : missing.orElseGet(() ->
            new Failure(
                FailureReason.INTERNAL, "The worker ended without success and gave no reason."));
  }
}
