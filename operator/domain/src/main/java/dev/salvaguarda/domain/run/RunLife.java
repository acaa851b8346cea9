package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Ending;
import dev.salvaguarda.domain.worker.JudgedWorker;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerLife;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about a run. Every phase has a limit in {@link RunLimits}, so a run
 * that is looked at often enough always ends; and it ends as Succeeded only if the worker says so
 * and the repository shows every snapshot that the worker named.
 */
public final class RunLife {
  /** How soon a waiting run is looked at again in case the change that wakes it was not heard. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);

  /** The same of the one whose turn is next: little is lost if a run ahead of it was deleted. */
  private static final Duration NEXT_LOOKS_AGAIN = Duration.ofMinutes(1);

  /** How soon the others of its group are told that a run has ended. */
  private static final Duration SOON = Duration.ofSeconds(1);

  /** How long a run may precede its policy, since both may come in one {@code kubectl apply}. */
  public static final Duration POLICY_MAY_FOLLOW = Duration.ofMinutes(1);

  private final RunFacts facts;
  private final Instant now;

  private RunLife(RunFacts facts, Instant now) {
    this.facts = facts;
    this.now = now;
  }

  /** What to do now. */
  public static RunDecision decide(RunFacts facts, Instant now) {
    return new RunLife(facts, now).decide();
  }

  private RunDecision decide() {
    RunMemory memory = facts.memory();
    if (memory.phase().isTerminal()) {
      return new Lead(
          JudgedWorker.decide(
              memory.attempts(), facts.worker(), facts.limits().worker(), memory.endedAt(), now));
    }
    if (facts.self().missed() != null) {
      return neverStarted(RunPhase.MISSED, null, facts.self().missed());
    }
    if (!memory.hooks().isEmpty()) {
      return new HookedRun(facts, now).decide(this::withWorker);
    }
    return facts.worker() instanceof WorkerFact.None && memory.phase().isWaiting()
        ? waiting()
        : withWorker();
  }

  private RunDecision withWorker() {
    WorkerStep step =
        WorkerLife.decide(
            facts.memory().attempts(),
            facts.worker(),
            workerLimits(),
            cancellation(),
            facts.around().policy() == PolicyPresence.PRESENT,
            now);
    return switch (orRefused(step)) {
      case WorkerStep.Over over -> RunVerdict.on(facts, over, now);
      case WorkerStep other -> new Lead(other);
    };
  }

  /** A policy that was changed between two attempts gives the next no more than the first. */
  private WorkerStep orRefused(WorkerStep step) {
    Failure refused = facts.self().refused();
    return step instanceof WorkerStep.Start && refused != null
        ? new WorkerStep.Over(facts.memory().attempts(), new Ending.GivenUp(refused, false), null)
        : step;
  }

  /**
   * What a person has to bring comes soon or not tonight; others need not wait for it that long.
   */
  private WorkerLimits workerLimits() {
    WorkerLimits limits = facts.limits().worker();
    boolean inTheWay =
        facts.around().awaited()
            && facts.worker() instanceof WorkerFact.Present(_, _, _, _, PodFact.Waiting pod)
            && pod.lacksAnObject();
    return inTheWay ? limits.withStart(facts.limits().startInTheWay()) : limits;
  }

  /** A run that works outlives its policy; one whose pod does not even start does not. */
  private @Nullable Failure cancellation() {
    if (facts.self().cancelRequested()) {
      return new Failure(FailureReason.CANCELLED, "Cancelled on request.");
    }
    boolean worked =
        facts.worker() instanceof WorkerFact.Present worker
            && (worker.pod() instanceof PodFact.Running || worker.pod() instanceof PodFact.Ended);
    return facts.around().policy() == PolicyPresence.DELETED
            && facts.memory().phase() == RunPhase.STARTING
            && !worked
        ? new Failure(
            FailureReason.CANCELLED,
            "The policy %s was deleted before the run's pod worked."
                .formatted(facts.self().policy()))
        : null;
  }

  private RunDecision waiting() {
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
      return withoutPolicy();
    }
    Failure refused = self.refused();
    if (refused != null) {
      return neverStarted(RunPhase.FAILED, refused, refused.message());
    }
    Instant queueEnds = self.createdAt().plus(facts.limits().queued());
    if (!now.isBefore(queueEnds)) {
      String message =
          "The run did not get its turn within %s of its creation."
              .formatted(DurationText.of(facts.limits().queued()));
      return neverStarted(
          RunPhase.FAILED, new Failure(FailureReason.DEADLINE_EXCEEDED, message), message);
    }
    return switch (facts.around().repository()) {
      case Readiness.NotReady(String why) -> withoutRepository(why);
      case Readiness.Ready _ -> inQueue(queueEnds);
    };
  }

  private RunDecision inQueue(Instant queueEnds) {
    return switch (facts.around().turn()) {
      case Turn.Behind(int position, String waitingFor) ->
          new StayQueued(
              nextLook(position == 1 ? NEXT_LOOKS_AGAIN : LOOK_AGAIN, queueEnds),
              position,
              waitingFor);
      case Turn.Free _ -> new ClaimTurn();
      case Turn.Mine _ -> new HookedRun(facts, now).begin();
    };
  }

  private RunDecision withoutPolicy() {
    RunSelf self = facts.self();
    Instant until = self.createdAt().plus(POLICY_MAY_FOLLOW);
    if (now.isBefore(until)) {
      return new StayPending(until, "There is no policy %s yet.".formatted(self.policy()));
    }
    String message =
        "There is no BackupPolicy %s in this namespace: name one in policyRef of another run."
            .formatted(self.policy());
    return neverStarted(
        RunPhase.FAILED, new Failure(FailureReason.POLICY_NOT_FOUND, message), message);
  }

  private RunDecision withoutRepository(String why) {
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
    return new StayPending(nextLook(LOOK_AGAIN, until), why);
  }

  private Finish cancelled(String message) {
    return neverStarted(RunPhase.CANCELLED, new Failure(FailureReason.CANCELLED, message), message);
  }

  private Finish neverStarted(RunPhase phase, @Nullable Failure failure, String message) {
    return neverStarted(phase, AttemptMemory.none(), failure, message, now);
  }

  static Finish neverStarted(
      RunPhase phase, AttemptMemory known, @Nullable Failure failure, String message, Instant now) {
    return new Finish(phase, known, failure, message, Ledger.empty(), false, now.plus(SOON));
  }

  private Instant nextLook(Duration pause, Instant limit) {
    Instant next = now.plus(pause);
    return next.isBefore(limit) ? next : limit;
  }
}
