package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.restore.RestoreDecision.FindSource;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Ending;
import dev.salvaguarda.domain.worker.JudgedWorker;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLife;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about a restore. One deadline, counted from the creation of the
 * object, holds in every phase, so a restore that is looked at often enough always ends; and it
 * ends as Succeeded only if its workers say of every target that it came back and how far it is
 * proven.
 */
public final class RestoreLife {
  /** How soon a waiting restore is looked at again in case the change was not heard. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** How long a restore may precede what it names, since all may come in one {@code apply}. */
  private static final Duration SOURCE_MAY_FOLLOW = Duration.ofMinutes(1);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final RestoreFacts facts;
  private final Instant now;

  private RestoreLife(RestoreFacts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** What to do now. */
  public static RestoreDecision decide(RestoreFacts facts, Instant now) {
    return new RestoreLife(facts, now).decide();
  }

  private RestoreDecision decide() {
    RestoreMemory memory = facts.memory();
    if (memory.phase().isTerminal()) {
      return new Lead(
          JudgedWorker.decide(
              memory.attempts(), facts.worker(), facts.limits(), memory.endedAt(), now));
    }
    boolean untried = memory.attempts().attempt() == 0;
    return untried && facts.worker() instanceof WorkerFact.None ? waiting() : withWorker();
  }

  private RestoreDecision withWorker() {
    WorkerStep step =
        WorkerLife.decide(
            facts.memory().attempts(), facts.worker(), limits(), cancellation(), true, now);
    return switch (step) {
      case WorkerStep.Over over -> RestoreVerdict.on(facts, over, limits(), now);
      case WorkerStep.Start start -> anotherAttempt(start);
      case WorkerStep.Watch _,
          WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Clear _,
          WorkerStep.Rest _ ->
          new Lead(step);
    };
  }

  private RestoreDecision anotherAttempt(WorkerStep.Start start) {
    Failure refused = facts.self().refused();
    if (refused != null) {
      Ending ending = new Ending.GivenUp(refused, false);
      return RestoreVerdict.on(
          facts, new WorkerStep.Over(facts.memory().attempts(), ending, null), limits(), now);
    }
    return facts.repository() instanceof Readiness.NotReady(String why)
        ? inAnotherPlace(why)
        : new Lead(start);
  }

  private RestoreDecision waiting() {
    if (facts.self().cancelRequested()) {
      String message = "Cancelled on request before it started.";
      return neverStarted(
          RestorePhase.CANCELLED, new Failure(FailureReason.CANCELLED, message), message);
    }
    Failure refused = facts.self().refused();
    if (refused != null) {
      return neverStarted(RestorePhase.FAILED, refused, refused.message());
    }
    if (facts.memory().plan() == null) {
      return withoutPlan();
    }
    return switch (facts.repository()) {
      case Readiness.NotReady(String why) -> elsewhere(facts.memory().plan(), why);
      case Readiness.Ready _ ->
          now.isBefore(facts.self().end())
              ? new Lead(WorkerLife.start(facts.memory().attempts(), limits(), now))
              : late("It was not started.", FailureReason.DEADLINE_EXCEEDED);
    };
  }

  private RestoreDecision withoutPlan() {
    return switch (facts.source()) {
      case SourceAnswer.NotAsked _ -> new FindSource();
      case SourceAnswer.Found(RestorePlan plan) -> new Planned(plan, now.plus(SOON));
      case SourceAnswer.Wait(String why) -> pending(why, FailureReason.DEADLINE_EXCEEDED);
      case SourceAnswer.Impossible(String why) -> nothingToRestore(why);
      case SourceAnswer.Absent(String why) -> {
        Instant patience = facts.self().askedAt().plus(SOURCE_MAY_FOLLOW);
        yield now.isBefore(patience)
            ? new StayPending(soonest(now.plus(LOOK_AGAIN), patience), why)
            : nothingToRestore(why);
      }
    };
  }

  /** Nothing was started yet, so another place may become the better one as long as it lasts. */
  private RestoreDecision elsewhere(RestorePlan plan, String why) {
    return switch (facts.source()) {
      case SourceAnswer.NotAsked _ -> new FindSource();
      case SourceAnswer.Found(RestorePlan other)
          when !other.repository().equals(plan.repository()) ->
          new Planned(other, now.plus(SOON));
      case SourceAnswer.Found _,
          SourceAnswer.Wait _,
          SourceAnswer.Impossible _,
          SourceAnswer.Absent _ ->
          pending(why, FailureReason.REPOSITORY_UNREACHABLE);
    };
  }

  /** What is back was taken from these copies, so only the same ones do. */
  private RestoreDecision inAnotherPlace(String why) {
    RestorePlan plan = facts.memory().plan();
    return switch (facts.source()) {
      case SourceAnswer.NotAsked _ -> new FindSource();
      case SourceAnswer.Found(RestorePlan other) when plan != null && other.isCopyOf(plan) ->
          new Planned(other, now.plus(SOON));
      case SourceAnswer.Found _,
          SourceAnswer.Wait _,
          SourceAnswer.Impossible _,
          SourceAnswer.Absent _ ->
          new StayPending(soonest(now.plus(LOOK_AGAIN), facts.self().end()), why);
    };
  }

  private RestoreDecision pending(String why, FailureReason reason) {
    Instant end = facts.self().end();
    return now.isBefore(end)
        ? new StayPending(soonest(now.plus(LOOK_AGAIN), end), why)
        : late(why, reason);
  }

  private Finish late(String why, FailureReason reason) {
    String message =
        "The restore could not begin within %s of its creation: %s"
            .formatted(DurationText.of(facts.self().deadline()), why);
    return neverStarted(RestorePhase.FAILED, new Failure(reason, message), message);
  }

  private Finish nothingToRestore(String why) {
    return neverStarted(
        RestorePhase.FAILED, new Failure(FailureReason.NOTHING_TO_RESTORE, why), why);
  }

  private Finish neverStarted(RestorePhase phase, Failure failure, String message) {
    return new Finish(
        phase,
        AttemptMemory.none(),
        failure,
        message,
        RestoreLedger.empty(),
        false,
        now.plus(SOON));
  }

  private @Nullable Failure cancellation() {
    return facts.self().cancelRequested()
        ? new Failure(FailureReason.CANCELLED, "Cancelled on request.")
        : null;
  }

  /** What is left of the deadline when the first attempt starts is for all attempts. */
  private WorkerLimits limits() {
    Instant started = facts.memory().attempts().startedAt();
    if (started == null) {
      started = facts.worker() instanceof WorkerFact.Present worker ? worker.createdAt() : now;
    }
    Duration left = Duration.between(started, facts.self().end());
    return facts.limits().withActive(left.isPositive() ? left : Duration.ZERO);
  }

  private static Instant soonest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
