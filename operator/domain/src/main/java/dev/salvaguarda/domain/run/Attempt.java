package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.AwaitRetry;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.WorkerFact.HowEnded;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import dev.salvaguarda.domain.run.WorkerFact.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decides about a run whose first attempt has started. */
final class Attempt {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private Attempt() {}

  /** No Job is there: the back-off passes, or the Job was deleted. */
  static RunDecision withoutWorker(RunFacts facts, Instant now) {
    RunMemory memory = facts.memory();
    Instant startedAt = startedAt(facts, now);
    if (memory.retryAt() != null) {
      return betweenAttempts(facts, memory.retryAt(), startedAt, now);
    }
    Ending gone =
        new Ending(null, now, null, HowEnded.REMOVED, "The Job of the attempt was deleted");
    return Verdict.on(
        facts, Math.max(1, memory.attempt()), startedAt, gone, stop(facts, startedAt, now), now);
  }

  /** A Job is there: of the attempt that status knows, or of one it has not heard of yet. */
  static RunDecision withWorker(RunFacts facts, Present worker, Instant now) {
    RunMemory memory = facts.memory();
    Instant startedAt = startedAt(facts, worker.createdAt());
    Instant retryAt = memory.retryAt();
    if (retryAt != null && worker.attempt() <= memory.attempt()) {
      return worker.isOver()
          ? betweenAttempts(facts, retryAt, startedAt, now)
          : removeFailed(facts, worker, startedAt, now);
    }
    Failure stop = stop(facts, startedAt, now);
    if (worker.isOver()) {
      return Verdict.on(facts, worker.attempt(), startedAt, ending(worker, now), stop, now);
    }
    if (worker.stoppingSince() != null) {
      return awaitGone(facts, worker, startedAt, worker.stoppingSince(), stop, now);
    }
    if (stop != null) {
      return new StopWorker(worker.attempt(), startedAt, stop, now.plus(LOOK_AGAIN));
    }
    return underWay(facts, worker, startedAt, now);
  }

  /** The run has ended, but its deleted worker is still there. */
  static RunDecision clearStubbornWorker(
      RunFacts facts, Present worker, Instant since, Instant now) {
    Instant patience = since.plus(facts.limits().stop());
    if (now.isBefore(patience)) {
      return new Rest(patience);
    }
    return now.isBefore(patience.plus(facts.limits().stop()))
        ? new ForceWorker(
            worker.attempt(), startedAt(facts, worker.createdAt()), now.plus(LOOK_AGAIN))
        : new Rest(null);
  }

  private static RunDecision betweenAttempts(
      RunFacts facts, Instant retryAt, Instant startedAt, Instant now) {
    RunMemory memory = facts.memory();
    Failure stop = stop(facts, startedAt, now);
    Failure last =
        memory.failure() == null
            ? new Failure(FailureReason.INTERNAL, "The attempt failed.")
            : memory.failure();
    if (stop != null) {
      return Verdict.end(facts, memory.attempt(), startedAt, stop, memory.ledger(), false);
    }
    if (facts.around().policy() != PolicyPresence.PRESENT) {
      return Verdict.end(facts, memory.attempt(), startedAt, last, memory.ledger(), false);
    }
    return now.isBefore(retryAt)
        ? new AwaitRetry(retryAt)
        : new StartAttempt(
            memory.attempt() + 1, facts.self().targets(), startedAt.plus(facts.limits().active()));
  }

  private static RunDecision underWay(
      RunFacts facts, Present worker, Instant startedAt, Instant now) {
    Duration grace = facts.limits().stop();
    return switch (worker.pod()) {
      case PodFact.Running(_, @Nullable Instant goneAt) ->
          goneAt == null
              ? new Watch(worker.attempt(), startedAt, nextLook(facts, startedAt, now))
              : awaitLeaving(worker, startedAt, goneAt.plus(grace), now);
      case PodFact.Waiting(_, String why) -> awaitStart(facts, worker, startedAt, why, now);
      case PodFact.Missing _ -> awaitStart(facts, worker, startedAt, "", now);
      case PodFact.Ended _ ->
          throw new IllegalStateException("an ended pod is judged, not watched");
    };
  }

  private static RunDecision awaitStart(
      RunFacts facts, Present worker, Instant startedAt, String why, Instant now) {
    Instant patience = worker.createdAt().plus(facts.limits().start());
    if (now.isBefore(patience)) {
      return new Watch(
          worker.attempt(), startedAt, RunLife.soonest(nextLook(facts, startedAt, now), patience));
    }
    String seen = why.isEmpty() ? "Kubernetes says nothing about it" : why;
    Failure failure =
        new Failure(
            FailureReason.WORKER_NOT_STARTED,
            "The pod did not start within %s: %s."
                .formatted(DurationText.of(facts.limits().start()), trimmed(seen)));
    return Verdict.failed(
        facts, worker.attempt(), startedAt, failure, facts.memory().ledger(), now, now);
  }

  private static RunDecision awaitLeaving(
      Present worker, Instant startedAt, Instant patience, Instant now) {
    return now.isBefore(patience)
        ? new AwaitEnd(
            worker.attempt(),
            startedAt,
            "The pod was asked to stop by somebody else.",
            RunLife.soonest(now.plus(LOOK_AGAIN), patience))
        : new ForceWorker(worker.attempt(), startedAt, now.plus(LOOK_AGAIN));
  }

  private static RunDecision awaitGone(
      RunFacts facts,
      Present worker,
      Instant startedAt,
      Instant since,
      @Nullable Failure stop,
      Instant now) {
    Instant patience = since.plus(facts.limits().stop());
    if (now.isBefore(patience)) {
      return new AwaitEnd(
          worker.attempt(),
          startedAt,
          stop == null ? "The worker is being deleted." : stop.message(),
          RunLife.soonest(now.plus(LOOK_AGAIN), patience));
    }
    if (now.isBefore(patience.plus(facts.limits().stop()))) {
      return new ForceWorker(worker.attempt(), startedAt, now.plus(LOOK_AGAIN));
    }
    Ending stuck =
        new Ending(null, now, null, HowEnded.REMOVED, "The Job did not go away when deleted");
    return Verdict.on(facts, worker.attempt(), startedAt, stuck, stop, now);
  }

  private static RunDecision removeFailed(
      RunFacts facts, Present worker, Instant startedAt, Instant now) {
    Failure why =
        Objects.requireNonNullElseGet(
            facts.memory().failure(),
            () -> new Failure(FailureReason.INTERNAL, "The attempt failed."));
    if (worker.stoppingSince() == null) {
      return new StopWorker(worker.attempt(), startedAt, why, now.plus(LOOK_AGAIN));
    }
    Instant patience = worker.stoppingSince().plus(facts.limits().stop());
    if (now.isBefore(patience)) {
      return new AwaitEnd(
          worker.attempt(),
          startedAt,
          why.message(),
          RunLife.soonest(now.plus(LOOK_AGAIN), patience));
    }
    Instant end =
        RunLife.soonest(
            patience.plus(facts.limits().stop()), startedAt.plus(facts.limits().active()));
    return now.isBefore(end) || now.isBefore(patience.plus(LOOK_AGAIN))
        ? new ForceWorker(worker.attempt(), startedAt, now.plus(LOOK_AGAIN))
        : Verdict.end(facts, worker.attempt(), startedAt, why, facts.memory().ledger(), true);
  }

  private static Ending ending(Present worker, Instant now) {
    return switch (worker.pod()) {
      case PodFact.Ended(String name, Instant at, var result, HowEnded how, String detail) ->
          new Ending(name, at, result, how, detail);
      case PodFact.Missing _, PodFact.Waiting _, PodFact.Running _ ->
          new Ending(null, now, null, HowEnded.REMOVED, "The pod is gone");
    };
  }

  private static @Nullable Failure stop(RunFacts facts, Instant startedAt, Instant now) {
    if (facts.self().cancelRequested()) {
      return new Failure(FailureReason.CANCELLED, "Cancelled on request.");
    }
    Duration active = facts.limits().active();
    return now.isBefore(startedAt.plus(active))
        ? null
        : new Failure(
            FailureReason.DEADLINE_EXCEEDED,
            "The run did not end within %s of its start.".formatted(DurationText.of(active)));
  }

  private static Instant startedAt(RunFacts facts, Instant otherwise) {
    return Objects.requireNonNullElse(facts.memory().startedAt(), otherwise);
  }

  private static Instant nextLook(RunFacts facts, Instant startedAt, Instant now) {
    return RunLife.soonest(now.plus(LOOK_AGAIN), startedAt.plus(facts.limits().active()));
  }

  private static String trimmed(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
