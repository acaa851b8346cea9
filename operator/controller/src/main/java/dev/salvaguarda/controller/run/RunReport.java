package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.BackupRunStatus.MissedStatus;
import dev.salvaguarda.api.run.BackupRunStatus.QueueStatus;
import dev.salvaguarda.api.run.BackupRunStatus.VerdictStatus;
import dev.salvaguarda.api.run.HookStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.worker.WorkerStatus;
import dev.salvaguarda.controller.attempt.Explanation;
import dev.salvaguarda.controller.attempt.WorkerReport;
import dev.salvaguarda.controller.hook.HookRecord;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.hook.HookStep;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.BeginHooks;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.Verdict;
import dev.salvaguarda.domain.text.Sentence;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status that follows from what was seen and decided; pure, so the same gives the same. */
final class RunReport {
  private static final int MAX_MESSAGE = 1024;

  private final RunSeen seen;
  private final Step step;
  private final Instant now;
  private final @Nullable BackupRunStatus old;
  private final RunMemory memory;

  private RunReport(RunSeen seen, Step step, Instant now) {
    this.seen = seen;
    this.step = step;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
    this.old = seen.run().getStatus();
    this.memory = seen.facts().memory().after(step, this.now);
  }

  /** The whole status as it should be. */
  static BackupRunStatus next(RunSeen seen, Step step, Instant now) {
    return seen.facts().memory().phase().isTerminal()
        ? ended(seen, step, now)
        : new RunReport(seen, step, now).status();
  }

  /** What was said at the end stays; in the end it is added that nothing is left to do. */
  private static BackupRunStatus ended(RunSeen seen, Step step, Instant now) {
    BackupRunStatus status = seen.run().getStatus();
    return step instanceof Lead(WorkerStep.Rest(_, var next))
            && next == null
            && seen.canBeSettled(now)
        ? status.asSettled()
        : status;
  }

  private BackupRunStatus status() {
    ProgressReport progress = ProgressReport.of(seen, memory, now);
    Ledger ledger = memory.ledger();
    AttemptMemory attempts = memory.attempts();
    Explanation why = explanation();
    List<String> log = logTail();
    return new BackupRunStatus(
        step instanceof Finish ? null : seen.run().getMetadata().getGeneration(),
        RunPhase.valueOf(memory.phase().name()),
        why.reason(),
        cut(why.message()),
        RunConditions.of(seen.run(), step, memory, why.message(), now),
        ledger.capturedAt(),
        WorkerReport.seconds(attempts.startedAt()),
        WorkerReport.seconds(attempts.deadline()),
        WorkerReport.seconds(memory.endedAt()),
        attempts.attempt() == 0 ? null : attempts.attempt(),
        WorkerReport.seconds(attempts.retryAt()),
        step instanceof StayQueued queued
            ? new QueueStatus(queued.position(), queued.waitingFor())
            : null,
        missed(),
        worker(ledger),
        progress.progress(),
        ledger.bytesRead() == 0 ? null : ledger.bytesRead(),
        ledger.bytesStored() == 0 ? null : ledger.bytesStored(),
        progress.summary(),
        TargetReport.listed(ledger),
        TargetReport.omitted(ledger),
        RepositoryReport.listed(repository(), ledger),
        log.isEmpty() ? null : logAttempt(),
        log,
        HookRecord.listed(frozenHooks(), memory.hooks()),
        verdict(),
        List.of(),
        null);
  }

  private Explanation explanation() {
    return switch (step) {
      case Finish end ->
          end.failure() == null
              ? new Explanation(
                  end.phase() == dev.salvaguarda.domain.run.RunPhase.MISSED
                      ? ConditionReason.RUN_MISSED.wireName()
                      : null,
                  end.message())
              : new Explanation(end.failure().reason().wireName(), end.message());
      case StayPending pending ->
          Explanation.of(
              seen.policy() == null
                  ? ConditionReason.POLICY_NOT_FOUND
                  : ConditionReason.REPOSITORY_NOT_READY,
              pending.why());
      case StayQueued queued ->
          Explanation.of(
              ConditionReason.WAITING_FOR_GROUP,
              "Waits for %s; number %d in line%s."
                  .formatted(queued.waitingFor(), queued.position(), inWhich()));
      case RetryLater retry -> Explanation.of(retry.failure());
      case AwaitProof wait -> new Explanation(kept().reason(), wait.why());
      case BeginHooks _ -> new Explanation(null, "The hooks before the run are called.");
      case CallHooks(HookStep.Going going) -> new Explanation(null, HookWords.of(going));
      case Close _ -> new Explanation(null, "The work has ended; the hooks after it are called.");
      case Lead(WorkerStep work) -> Explanation.of(work, seen.worker(), kept());
    };
  }

  /** The policy's own word, or what its source is called; unknown once the policy is gone. */
  private String inWhich() {
    return seen.policy() == null
        ? ""
        : " of the concurrency group "
            + seen.groups().stream().sorted().collect(Collectors.joining(", "));
  }

  private Explanation kept() {
    return old == null ? Explanation.none() : new Explanation(old.reason(), old.message());
  }

  private @Nullable MissedStatus missed() {
    var missed = seen.run().getSpec().trigger().missed();
    return missed == null ? null : new MissedStatus(missed.count(), missed.first(), missed.last());
  }

  /** The one that was written from the source; a run that has an attempt knows it. */
  private @Nullable String repository() {
    if (seen.repository() != null) {
      return seen.repository().getMetadata().getName();
    }
    return old == null || old.worker() == null ? null : old.worker().repository();
  }

  private @Nullable WorkerStatus worker(Ledger ledger) {
    int attempt = memory.attempts().attempt();
    if (attempt == 0) {
      return null;
    }
    return WorkerReport.worker(
        seen.owner(),
        attempt,
        step instanceof Lead(WorkerStep.Start _),
        old == null ? null : old.worker(),
        ledger.peakMemoryBytes());
  }

  /** Those of the run; once it is its turn, the ones that the policy has at that moment. */
  private List<HookStatus> frozenHooks() {
    return step instanceof BeginHooks
        ? HookRecord.frozen(Objects.requireNonNull(seen.policy()).getSpec().hooks())
        : old == null ? List.of() : old.hooks();
  }

  private @Nullable VerdictStatus verdict() {
    Verdict verdict = memory.verdict();
    return verdict == null
        ? null
        : new VerdictStatus(
            RunPhase.valueOf(verdict.phase().name()),
            verdict.failure() == null ? null : verdict.failure().reason().wireName(),
            cut(verdict.message()));
  }

  /** The log of the attempt that failed last, or nothing: never that of another one as its own. */
  private List<String> logTail() {
    if (isClosed()) {
      return old == null ? List.of() : old.logTail();
    }
    return switch (step) {
      case Close(Finish end, _) when end.failure() == null -> List.of();
      case Close _ -> seen.logTail();
      case Finish end when end.failure() == null -> List.of();
      case Finish _, RetryLater _ -> seen.logTail();
      case AwaitProof _, Lead _, StayPending _, StayQueued _, BeginHooks _, CallHooks _ ->
          old == null ? List.of() : old.logTail();
    };
  }

  private @Nullable Integer logAttempt() {
    boolean fresh = step instanceof Finish || step instanceof Close || step instanceof RetryLater;
    return old == null || (fresh && !isClosed())
        ? Integer.valueOf(memory.attempts().attempt())
        : old.logAttempt();
  }

  /** The work had ended before, and with it the last attempt. */
  private boolean isClosed() {
    return seen.facts().memory().verdict() != null;
  }

  private static @Nullable String cut(@Nullable String message) {
    return message == null ? null : Sentence.oneLine(message, MAX_MESSAGE);
  }
}
