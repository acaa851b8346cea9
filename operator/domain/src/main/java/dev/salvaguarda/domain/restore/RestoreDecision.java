package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about a restore now. */
public sealed interface RestoreDecision {

  /** Something must be found out before anything can be done; decide again with the answer. */
  sealed interface Question extends RestoreDecision {}

  /** Look for the copies that it names. */
  record FindSource() implements Question {}

  /** Look for the whole result in the pod's log. */
  record ReadLog(String pod) implements Question {}

  /** Something that is done, reported, and then looked at again. */
  sealed interface Step extends RestoreDecision {
    /** When to look again even if nothing changes; null if only a change makes a difference. */
    @Nullable Instant next();

    /** Whether it must not be done for something that has changed meanwhile. */
    default boolean cannotBeUndone() {
      return this instanceof Finish || this instanceof Lead(WorkerStep.Start _);
    }

    /** Whether a worker is created, or may have to be created once more. */
    default boolean startsAttempt() {
      return this instanceof Lead(WorkerStep step) && step.createsWorker();
    }

    /** Whether an attempt has failed. */
    default boolean failsAttempt() {
      return this instanceof RetryLater
          || (this instanceof Finish end && end.failure() != null && end.known().attempt() > 0);
    }
  }

  /**
   * What it needs is not there.
   *
   * @param why a sentence for a person
   */
  record StayPending(Instant next, String why) implements Step {}

  /** The copies are found: to be written down before anything is started. */
  record Planned(RestorePlan plan, Instant next) implements Step {}

  /** Lead the worker; never {@link WorkerStep.Over}, which is judged instead. */
  record Lead(WorkerStep step) implements Step {
    @Override
    public @Nullable Instant next() {
      return step.next();
    }
  }

  /**
   * The attempt failed and another one follows.
   *
   * @param known with the time of the next one
   * @param failure why
   * @param ledger what is known about each target
   * @param clear whether its worker may still be there and must go
   */
  record RetryLater(
      AttemptMemory known, Failure failure, RestoreLedger ledger, boolean clear, Instant next)
      implements Step {}

  /**
   * The restore ends.
   *
   * @param phase terminal
   * @param known its attempt is 0 if none was started
   * @param failure why it did not pass; null if it did
   * @param message one sentence for a person
   * @param ledger what is known about each target
   * @param clear whether a worker may still be there and must go
   */
  record Finish(
      RestorePhase phase,
      AttemptMemory known,
      @Nullable Failure failure,
      String message,
      RestoreLedger ledger,
      boolean clear,
      Instant next)
      implements Step {
    public Finish {
      if (!phase.isTerminal() || (failure == null) != (phase == RestorePhase.SUCCEEDED)) {
        throw new IllegalArgumentException(
            "a restore does not end as %s for %s".formatted(phase, failure));
      }
    }
  }
}
