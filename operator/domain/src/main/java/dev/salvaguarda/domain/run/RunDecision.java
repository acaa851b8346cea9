package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to be done about a run now. */
public sealed interface RunDecision {

  /** Something must be found out before anything can be done; decide again with the answer. */
  sealed interface Question extends RunDecision {}

  /** Look for the whole result in the pod's log. */
  record ReadLog(String pod) implements Question {}

  /** Ask the repository which snapshots of this run it holds. */
  record AskRepository() implements Question {}

  /** Something that is done, reported, and then looked at again. */
  sealed interface Step extends RunDecision {}

  /**
   * What the run needs is not there; look again by {@code until}.
   *
   * @param why a sentence for a person
   */
  record StayPending(Instant until, String why) implements Step {}

  /** Others come first; look again by {@code until}. */
  record StayQueued(Instant until, int position, String waitingFor) implements Step {}

  /** Take the group's lease; whether it was obtained is seen in the next round. */
  record ClaimTurn() implements Step {}

  /**
   * Create the Job of an attempt, or find it if it is there.
   *
   * @param attempt counted from 1
   * @param targets names of the targets to copy; empty means all that the source has
   * @param deadline when all attempts must be over
   */
  record StartAttempt(int attempt, List<String> targets, Instant deadline) implements Step {
    public StartAttempt {
      targets = List.copyOf(targets);
    }
  }

  /** The worker works; look again by {@code until}. */
  record Watch(int attempt, Instant startedAt, Instant until) implements Step {}

  /**
   * Ask the worker to stop, by deleting its Job; look again by {@code until}.
   *
   * @param why what it is stopped for
   */
  record StopWorker(int attempt, Instant startedAt, Failure why, Instant until) implements Step {}

  /** The worker did not go when asked: remove its pod without waiting for its node. */
  record ForceWorker(int attempt, Instant startedAt, Instant until) implements Step {}

  /** Nothing but waiting for a stopping worker or a silent repository. */
  record AwaitEnd(int attempt, Instant startedAt, String why, Instant until) implements Step {}

  /**
   * The attempt failed and another one follows.
   *
   * @param attempt the one that failed
   * @param startedAt when the first attempt started
   * @param failure why
   * @param at when the next one is due
   * @param ledger what is known about each target
   * @param clear whether its worker may still be there and must go
   */
  record RetryLater(
      int attempt, Instant startedAt, Failure failure, Instant at, Ledger ledger, boolean clear)
      implements Step {}

  /** The back-off passes; look again by {@code until}. */
  record AwaitRetry(Instant until) implements Step {}

  /**
   * The run ends.
   *
   * @param phase terminal
   * @param attempt the last one; 0 if none was started
   * @param startedAt when the first attempt started; null if none did
   * @param failure why it did not succeed; null if it did, and for a missed run
   * @param message one sentence for a person
   * @param ledger what is known about each target
   * @param clear whether a worker may still be there and must go
   */
  record Finish(
      RunPhase phase,
      int attempt,
      @Nullable Instant startedAt,
      @Nullable Failure failure,
      String message,
      Ledger ledger,
      boolean clear)
      implements Step {
    public Finish {
      if (!phase.isTerminal()) {
        throw new IllegalArgumentException("a run does not end as " + phase);
      }
    }
  }

  /** The run has ended and its Job has been kept long enough. */
  record ClearWorker() implements Step {}

  /**
   * The run has ended; nothing is to be done before {@code until}.
   *
   * @param until null means never again
   */
  record Rest(@Nullable Instant until) implements Step {}
}
