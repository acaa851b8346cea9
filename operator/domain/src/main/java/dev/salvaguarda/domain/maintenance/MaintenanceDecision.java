package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about the maintenance of a repository now. */
public sealed interface MaintenanceDecision {

  /** Something must be found out before anything can be done; decide again with the answer. */
  sealed interface Question extends MaintenanceDecision {}

  /** Look for the whole result in the pod's log. */
  record ReadLog(String pod) implements Question {}

  /** Ask for the lease of the place, since nothing else is in the way. */
  record ClaimTurn() implements Question {}

  /** Something that is done, reported, and then looked at again. */
  sealed interface Step extends MaintenanceDecision {
    /** When to look again even if nothing changes; null if only a change makes a difference. */
    @Nullable Instant next();

    /** What the attempt told that is over with it; null if none is, or it told nothing. */
    default @Nullable MaintenanceResult result() {
      return null;
    }

    /** Whether it must not be done for something that has changed meanwhile. */
    default boolean cannotBeUndone() {
      return this instanceof Finish || this instanceof Lead(WorkerStep.Start _);
    }
  }

  /** Nothing is due before {@code next}; {@link Instant#MAX} means that nothing ever is. */
  record Idle(Instant next) implements Step {}

  /**
   * A pass is due, and something else goes first.
   *
   * @param dueAt when it was due
   * @param why a sentence for a person
   */
  record Await(Instant dueAt, Instant next, String why) implements Step {}

  /** Lead the worker; never {@link WorkerStep.Over}, which is judged instead. */
  record Lead(WorkerStep step) implements Step {
    @Override
    public @Nullable Instant next() {
      return step.next();
    }
  }

  /**
   * The attempt failed, or gave way, and another one follows.
   *
   * @param known with the time of the next one
   * @param clear whether its worker may still be there and must go
   * @param result what it told; null if nothing
   */
  record RetryLater(
      AttemptMemory known,
      Failure failure,
      boolean clear,
      @Nullable MaintenanceResult result,
      Instant next)
      implements Step {}

  /**
   * The pass ends.
   *
   * @param known its attempt is 0 if none was started
   * @param failure what it fell short of; null if of nothing
   * @param clear whether a worker may still be there and must go
   * @param result what its last attempt told; null if nothing
   */
  record Finish(
      MaintenancePhase phase,
      AttemptMemory known,
      @Nullable Failure failure,
      boolean clear,
      @Nullable MaintenanceResult result,
      Instant next)
      implements Step {
    public Finish {
      if (!phase.isOver() || (failure == null) != (phase == MaintenancePhase.SUCCEEDED)) {
        throw new IllegalArgumentException(
            "a pass does not end as %s for %s".formatted(phase, failure));
      }
    }
  }
}
