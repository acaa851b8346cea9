package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ReadLog;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.worker.Ending;
import dev.salvaguarda.domain.worker.Retry;
import dev.salvaguarda.domain.worker.WorkerStep.Over;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Judges an attempt that is over, by what it told: one that could not tell has looked at nothing,
 * and the next one begins anew, since each step may be repeated.
 */
final class MaintenanceVerdict {
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long the one that was given way to has to begin. */
  private static final Duration AFTER_GIVING_WAY = Duration.ofMinutes(1);

  private final MaintenanceFacts facts;
  private final Over over;
  private final Instant now;

  private MaintenanceVerdict(MaintenanceFacts facts, Over over, Instant now) {
    this.facts = facts;
    this.over = over;
    this.now = now;
  }

  static MaintenanceDecision on(MaintenanceFacts facts, Over over, Instant now) {
    MaintenanceVerdict verdict = new MaintenanceVerdict(facts, over, now);
    return switch (over.ending()) {
      case Ending.GivenUp(Failure why, boolean clear) -> verdict.end(why, clear);
      case Ending.NeverRan(Instant at, Failure why) -> verdict.failed(why, at, true);
      case Ending.Gone gone -> verdict.judged(gone);
    };
  }

  private MaintenanceDecision judged(Ending.Gone gone) {
    MaintenanceResult result = facts.result();
    boolean whole = result != null && result.partsOmitted() == 0;
    if (!whole && !facts.logRead() && gone.pod() != null) {
      return new ReadLog(gone.pod());
    }
    if (result != null && result.outcome() == Outcome.SUCCEEDED) {
      return new Finish(
          MaintenancePhase.SUCCEEDED, over.known(), null, false, result, now.plus(SOON));
    }
    if (result != null && result.outcome() == Outcome.DEGRADED) {
      return new Finish(
          MaintenancePhase.DEGRADED,
          over.known(),
          Objects.requireNonNullElseGet(result.failure(), MaintenanceVerdict::noReason),
          false,
          result,
          now.plus(SOON));
    }
    Failure stopped = over.stop();
    return stopped == null
        ? failed(failure(gone, result), gone.at(), false)
        : failed(stopped, gone.at(), false);
  }

  private static Failure failure(Ending.Gone gone, @Nullable MaintenanceResult result) {
    if (result == null) {
      return gone.failure();
    }
    return result.outcome() == Outcome.CANCELLED
        ? new Failure(
            FailureReason.WORKER_LOST,
            "The pod was stopped before the attempt was complete%s.".formatted(gone.words()))
        : Objects.requireNonNullElseGet(result.failure(), MaintenanceVerdict::noReason);
  }

  private static Failure noReason() {
    return new Failure(
        FailureReason.INTERNAL, "The worker ended without success and gave no reason.");
  }

  /** Another attempt follows if the cause passes and there may be one. */
  private MaintenanceDecision failed(Failure failure, Instant at, boolean clear) {
    if (!Retry.helps(failure)) {
      return end(failure, clear);
    }
    return Retry.after(facts.name(), over.known(), facts.limits(), at, now)
        .<MaintenanceDecision>map(due ->
            new RetryLater(
                over.known().failed(failure, later(due, failure)),
                failure,
                clear,
                facts.result(),
                now.plus(SOON)))
        .orElseGet(() -> end(failure, clear));
  }

  private Instant later(Instant due, Failure failure) {
    Instant earliest = now.plus(AFTER_GIVING_WAY);
    return failure.reason() == FailureReason.MAINTENANCE_INTERRUPTED && due.isBefore(earliest)
        ? earliest
        : due;
  }

  private Finish end(Failure failure, boolean clear) {
    return new Finish(
        MaintenancePhase.FAILED, over.known(), failure, clear, facts.result(), now.plus(SOON));
  }
}
