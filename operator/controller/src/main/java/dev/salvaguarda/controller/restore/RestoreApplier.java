package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.controller.attempt.AttemptApplier;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.restore.RestoreDecision.Step;
import dev.salvaguarda.domain.restore.RestoreFacts;
import dev.salvaguarda.domain.restore.RestoreLedger;
import dev.salvaguarda.domain.restore.RestorePhase;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;

/** Does what was decided about a restore. */
public final class RestoreApplier {
  private final AttemptApplier attempts;

  public RestoreApplier(AttemptApplier attempts) {
    this.attempts = attempts;
  }

  void apply(RestoreSeen seen, Step step, RestoreCache cache, Instant now) {
    switch (step) {
      case StayPending _ -> {}
      case Planned found ->
          attempts.tell(seen.owner(), EventReason.COPIES_FOUND, words(found.plan()));
      case Lead(WorkerStep work) -> lead(seen, work, cache, now);
      case RetryLater retry -> {
        attempts.retryLater(seen.owner(), retry.known(), retry.failure(), retry.clear());
        tellOfLeftovers(seen, retry.ledger());
      }
      case Finish end -> finish(seen, end);
    }
    tellOfAttestation(seen, now);
  }

  private void lead(RestoreSeen seen, WorkerStep work, RestoreCache cache, Instant now) {
    switch (work) {
      case WorkerStep.Start start -> attempts.start(seen.owner(), spec(seen, start.known(), now));
      case WorkerStep.Watch watch -> watch(seen, watch, now);
      case WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.Clear _,
          WorkerStep.Rest _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _ ->
          attempts.lead(seen.owner(), work, cache.workers().jobs());
    }
  }

  private void watch(RestoreSeen seen, WorkerStep.Watch watch, Instant now) {
    boolean unheardOf = watch.known().attempt() > seen.facts().memory().attempts().attempt();
    boolean known = seen.repository() != null && seen.facts().memory().plan() != null;
    if (unheardOf && !watch.running() && known) {
      attempts.complete(spec(seen, watch.known(), now));
    }
    RestoreStatus status = seen.restore().getStatus();
    attempts.tellWhatItWaitsFor(
        seen.owner(), watch.known().attempt(), status == null ? null : status.reason());
  }

  private static WorkerSpec spec(RestoreSeen seen, AttemptMemory known, Instant now) {
    RestoreFacts facts = seen.facts();
    RestorePlan plan = Objects.requireNonNull(facts.memory().plan(), "an attempt needs its copies");
    return new RestoreWorker(
            seen.restore(),
            plan,
            facts.memory().ledger().toRestore(plan, facts.self().into(), facts.checks()),
            Objects.requireNonNull(seen.repository(), "an attempt needs its repository"),
            known.attempt(),
            seen.template(),
            seen.lastAnswers(),
            Duration.between(now, Objects.requireNonNull(known.deadline())).toSeconds())
        .spec();
  }

  private void finish(RestoreSeen seen, Finish end) {
    attempts.finish(seen.owner(), end.known(), end.failure(), end.clear(), end.phase().wireName());
    attempts.tell(seen.owner(), reason(end.phase()), end.message());
    tellOfLeftovers(seen, end.ledger());
  }

  /** What earlier attempts told of is in the status as words, and was told then. */
  private void tellOfLeftovers(RestoreSeen seen, RestoreLedger ledger) {
    ledger.targets().stream()
        .map(TargetResult::leftOver)
        .flatMap(Stream::ofNullable)
        .forEach(left -> attempts.tell(seen.owner(), EventReason.GUEST_LEFT_OVER, left));
  }

  private void tellOfAttestation(RestoreSeen seen, Instant now) {
    RestoreConditions.newAttestation(seen.restore(), now)
        .ifPresent(words -> attempts.tell(seen.owner(), EventReason.TEST_ATTESTED, words));
  }

  private static String words(RestorePlan plan) {
    return "Restores %s%s from repository %s%s."
        .formatted(
            CopyGatherer.names(plan),
            plan.run() == null ? "" : " of " + plan.run(),
            plan.repository(),
            plan.capturedAt() == null ? "" : ", captured at " + plan.capturedAt());
  }

  private static EventReason reason(RestorePhase phase) {
    return switch (phase) {
      case SUCCEEDED -> EventReason.RESTORE_SUCCEEDED;
      case DEGRADED -> EventReason.RESTORE_DEGRADED;
      case CANCELLED -> EventReason.RESTORE_CANCELLED;
      case FAILED, PENDING, STARTING, RUNNING -> EventReason.RESTORE_FAILED;
    };
  }
}
