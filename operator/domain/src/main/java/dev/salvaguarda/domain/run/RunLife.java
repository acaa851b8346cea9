package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.Surroundings.Readiness;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about a run. Every phase has a limit in {@link RunLimits}, so a run
 * that is looked at often enough always ends; and it ends as Succeeded only if the worker says so
 * and the repository shows every snapshot that the worker named.
 */
public final class RunLife {
  /** How soon a waiting run is looked at again; what it waits for usually wakes it earlier. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  /** How long a run may precede its policy, since both may come in one {@code kubectl apply}. */
  private static final Duration POLICY_MAY_FOLLOW = Duration.ofMinutes(1);

  private RunLife() {}

  /** What to do now. */
  public static RunDecision decide(RunFacts facts, Instant now) {
    RunMemory memory = facts.memory();
    if (memory.phase().isTerminal()) {
      return afterTheEnd(facts, now);
    }
    if (facts.self().missed() != null) {
      return neverStarted(RunPhase.MISSED, null, facts.self().missed());
    }
    return switch (facts.worker()) {
      case WorkerFact.Foreign(String job) -> nameTaken(facts, job);
      case WorkerFact.None _ when memory.phase().isWaiting() -> waiting(facts, now);
      case WorkerFact.None _ -> Attempt.withoutWorker(facts, now);
      case WorkerFact.Present worker -> Attempt.withWorker(facts, worker, now);
    };
  }

  private static RunDecision waiting(RunFacts facts, Instant now) {
    RunSelf self = facts.self();
    if (self.cancelRequested()) {
      return cancelled("Cancelled on request before it started.");
    }
    PolicyPresence policy = facts.around().policy();
    if (policy == PolicyPresence.DELETED) {
      return cancelled(
          "The policy %s was deleted before the run started.".formatted(self.policy()));
    }
    if (policy == PolicyPresence.NOT_FOUND) {
      return withoutPolicy(facts, now);
    }
    Instant queueEnds = self.createdAt().plus(facts.limits().queued());
    if (!now.isBefore(queueEnds)) {
      return tooLate(
          "The run did not get its turn within %s of its creation."
              .formatted(DurationText.of(facts.limits().queued())));
    }
    return switch (facts.around().repository()) {
      case Readiness.NotReady(String why) -> withoutRepository(facts, why, now);
      case Readiness.Ready _ -> inQueue(facts, now, queueEnds);
    };
  }

  private static RunDecision inQueue(RunFacts facts, Instant now, Instant queueEnds) {
    return switch (facts.around().turn()) {
      case Turn.Behind(int position, String waitingFor) ->
          new StayQueued(soonest(now.plus(LOOK_AGAIN), queueEnds), position, waitingFor);
      case Turn.Free _ -> new ClaimTurn();
      case Turn.Mine _ ->
          new StartAttempt(1, facts.self().targets(), now.plus(facts.limits().active()));
    };
  }

  private static RunDecision withoutPolicy(RunFacts facts, Instant now) {
    RunSelf self = facts.self();
    Instant until = self.createdAt().plus(POLICY_MAY_FOLLOW);
    return now.isBefore(until)
        ? new StayPending(until, "There is no policy %s yet.".formatted(self.policy()))
        : cancelled("There is no policy %s.".formatted(self.policy()));
  }

  private static RunDecision withoutRepository(RunFacts facts, String why, Instant now) {
    RunLimits limits = facts.limits();
    boolean queued = facts.memory().phase() == RunPhase.QUEUED;
    Duration patience = queued ? limits.queued() : limits.pending();
    Instant until = facts.self().createdAt().plus(patience);
    if (!now.isBefore(until)) {
      return neverStarted(
          RunPhase.FAILED,
          new Failure(FailureReason.REPOSITORY_UNREACHABLE, why),
          "The repository was not ready within %s: %s".formatted(DurationText.of(patience), why));
    }
    return new StayPending(soonest(now.plus(LOOK_AGAIN), until), why);
  }

  private static RunDecision afterTheEnd(RunFacts facts, Instant now) {
    return switch (facts.worker()) {
      case WorkerFact.None _, WorkerFact.Foreign _ -> new Rest(null);
      case WorkerFact.Present worker -> {
        Instant endedAt = facts.memory().endedAt();
        Instant until =
            (endedAt == null ? worker.createdAt() : endedAt).plus(facts.limits().keepWorker());
        if (worker.stoppingSince() != null) {
          yield Attempt.clearStubbornWorker(facts, worker, worker.stoppingSince(), now);
        }
        yield worker.isOver() && now.isBefore(until) ? new Rest(until) : new ClearWorker();
      }
    };
  }

  private static Finish nameTaken(RunFacts facts, String job) {
    String message =
        "A Job named %s exists and does not belong to this run; delete it and create the run again."
            .formatted(job);
    return new Finish(
        RunPhase.FAILED,
        facts.memory().attempt(),
        facts.memory().startedAt(),
        new Failure(FailureReason.INTERNAL, message),
        message,
        facts.memory().ledger(),
        false);
  }

  private static Finish cancelled(String message) {
    return neverStarted(RunPhase.CANCELLED, new Failure(FailureReason.CANCELLED, message), message);
  }

  private static Finish tooLate(String message) {
    return neverStarted(
        RunPhase.FAILED, new Failure(FailureReason.DEADLINE_EXCEEDED, message), message);
  }

  private static Finish neverStarted(RunPhase phase, @Nullable Failure failure, String message) {
    return new Finish(phase, 0, null, failure, message, Ledger.empty(), false);
  }

  static Instant soonest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
