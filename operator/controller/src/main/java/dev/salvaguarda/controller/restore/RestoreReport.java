package dev.salvaguarda.controller.restore;

import dev.salvaguarda.api.restore.AttestationSpec;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SourceStatus;
import dev.salvaguarda.api.restore.RestoreStatus.SummaryStatus;
import dev.salvaguarda.api.worker.ProgressStatus;
import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.controller.attempt.WorkerReport;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.restore.RestoreDecision.Step;
import dev.salvaguarda.domain.restore.RestoreMemory;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.text.ShortId;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status that follows from what was seen and decided; pure, so the same gives the same. */
final class RestoreReport {
  private static final int MAX_MESSAGE = 1024;
  private static final int MAX_SOURCE = 300;

  private final RestoreSeen seen;
  private final Step step;
  private final Instant now;
  private final RestoreStatus old;
  private final RestoreMemory memory;

  /** What the worker said, if it is worth another write. */
  private final WorkerLine.@Nullable Progress due;

  private RestoreReport(RestoreSeen seen, Step step, Instant now) {
    this.seen = seen;
    this.step = step;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.old = Objects.requireNonNullElse(seen.restore().getStatus(), RestoreStatus.none());
    this.memory = seen.facts().memory().after(step, this.now);
    WorkerLine line = seen.progress();
    this.due = line != null && WorkerReport.isDue(old.progress(), line) ? line.progress() : null;
  }

  /** The whole status as it should be. */
  static RestoreStatus next(RestoreSeen seen, Step step, Instant now) {
    RestoreReport report = new RestoreReport(seen, step, now);
    return seen.facts().memory().phase().isTerminal() ? report.ended() : report.status();
  }

  /** Nothing changes after the end, but that a person may sign. */
  private RestoreStatus ended() {
    AttestationSpec attestation = seen.restore().getSpec().attestation();
    return attestation == null
        ? old
        : old.withConditions(RestoreConditions.attested(old.conditions(), attestation, now));
  }

  private RestoreStatus status() {
    AttemptMemory attempts = memory.attempts();
    Explanation why = explanation();
    RestorePlan plan = memory.plan();
    RestoredParts parts = new RestoredParts(plan, memory.ledger(), seen.restore().getSpec());
    List<String> log = parts.roomFor(logTail());
    return new RestoreStatus(
        step instanceof Finish ? null : generation(),
        RestorePhase.valueOf(memory.phase().name()),
        why.reason(),
        why.message() == null ? null : Sentence.oneLine(why.message(), MAX_MESSAGE),
        step instanceof Finish end
            ? RestoreConditions.ended(old.conditions(), end, now)
            : RestoreConditions.going(
                old.conditions(),
                attempts,
                Objects.requireNonNullElse(why.message(), ""),
                generation(),
                now),
        plan == null
            ? null
            : new SourceStatus(plan.policy(), plan.run(), plan.repository(), plan.capturedAt()),
        WorkerReport.seconds(attempts.startedAt()),
        WorkerReport.seconds(attempts.deadline()),
        WorkerReport.seconds(memory.endedAt()),
        attempts.attempt() == 0 ? null : attempts.attempt(),
        WorkerReport.seconds(attempts.retryAt()),
        worker(),
        progress(),
        recoveryTime(),
        plan == null
            ? null
            : plan.recoveryPoint(seen.facts().self().askedAt())
                .map(age -> DurationText.of(age.isNegative() ? Duration.ZERO : age))
                .orElse(null),
        parts.rung(),
        parts.steps(),
        parts.targets(),
        parts.checks(),
        parts.bytesRestored(),
        parts.sha256Matches(),
        summary(parts),
        log.isEmpty() ? null : logAttempt(),
        log);
  }

  private @Nullable Long generation() {
    return seen.restore().getMetadata().getGeneration();
  }

  /** From the moment in which somebody asked until all of it was back. */
  private @Nullable String recoveryTime() {
    return step instanceof Finish end
            && end.phase() == dev.salvaguarda.domain.restore.RestorePhase.SUCCEEDED
        ? DurationText.of(Duration.between(seen.facts().self().askedAt(), now))
        : null;
  }

  private Explanation explanation() {
    return switch (step) {
      case StayPending pending ->
          Explanation.of(
              memory.plan() == null
                  ? ConditionReason.WAITING_FOR_COPIES
                  : ConditionReason.REPOSITORY_NOT_READY,
              pending.why());
      case Planned _ -> Explanation.none();
      case RetryLater retry -> Explanation.of(retry.failure());
      case Finish end -> {
        Failure failure = end.failure();
        yield new Explanation(failure == null ? null : failure.reason().wireName(), end.message());
      }
      case Lead(WorkerStep work) ->
          Explanation.of(work, seen.worker(), new Explanation(old.reason(), old.message()));
    };
  }

  private @Nullable WorkerStatus worker() {
    int attempt = memory.attempts().attempt();
    return attempt == 0
        ? null
        : WorkerReport.worker(
            seen.owner(), attempt, isFresh(), old.worker(), memory.ledger().peakMemoryBytes());
  }

  private @Nullable ProgressStatus progress() {
    if (memory.phase().isTerminal() || isFresh()) {
      return null;
    }
    return due == null
        ? old.progress()
        : WorkerReport.progress(Objects.requireNonNull(seen.progress()).at(), due);
  }

  private boolean isFresh() {
    return step instanceof Lead(WorkerStep.Start _);
  }

  private SummaryStatus summary(RestoredParts parts) {
    SummaryStatus before = old.summary();
    return new SummaryStatus(
        Sentence.oneLine(source(), MAX_SOURCE),
        progressWords(parts, before),
        parts.bytesRestored() == null ? null : SizeText.of(parts.bytesRestored()),
        duration(before));
  }

  private @Nullable String duration(@Nullable SummaryStatus before) {
    return before == null || due != null || memory.phase().isTerminal()
        ? WorkerReport.duration(memory.attempts().startedAt(), now)
        : before.duration();
  }

  private @Nullable String progressWords(RestoredParts parts, @Nullable SummaryStatus before) {
    if (step instanceof Finish end) {
      return end.failure() == null ? WorkerReport.ALL : parts.progress();
    }
    if (due != null) {
      return WorkerReport.words(due);
    }
    return before == null || isFresh() ? null : before.progress();
  }

  private String source() {
    var source = seen.restore().getSpec().source();
    RestorePlan plan = memory.plan();
    if (plan != null && plan.run() != null) {
      return "run " + plan.run();
    }
    if (source.runRef() != null) {
      return "run " + source.runRef().name();
    }
    if (source.policyRef() != null) {
      return "policy %s, %s".formatted(source.policyRef().name(), source.policyRef().at());
    }
    return "snapshot "
        + ShortId.of(Objects.requireNonNull(source.snapshot(), "one source is set").id());
  }

  /** The log of the attempt that failed last, or nothing: never that of another one as its own. */
  private List<String> logTail() {
    return switch (step) {
      case Finish end when end.failure() == null -> List.of();
      case Finish _, RetryLater _ -> seen.logTail();
      case StayPending _, Planned _, Lead _ -> old.logTail();
    };
  }

  private @Nullable Integer logAttempt() {
    return step instanceof Finish || step instanceof RetryLater
        ? Integer.valueOf(memory.attempts().attempt())
        : old.logAttempt();
  }
}
