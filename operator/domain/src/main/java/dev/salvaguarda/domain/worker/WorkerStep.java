package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about a worker now. */
public sealed interface WorkerStep {
  /** What is remembered once this is done. */
  AttemptMemory known();

  /** When to look again even if nothing changes; null if only a change can make a difference. */
  @Nullable Instant next();

  /** Whether a worker is created, or may have to be created once more. */
  default boolean createsWorker() {
    return this instanceof Start || (this instanceof Watch watch && !watch.running());
  }

  /** Create the Job of the attempt that {@code known} counts, or find it if it is there. */
  record Start(AttemptMemory known, Instant next) implements WorkerStep {}

  /** The worker starts or works. */
  record Watch(AttemptMemory known, boolean running, Instant next) implements WorkerStep {}

  /** Ask the worker to stop, by deleting its Job. */
  record Stop(AttemptMemory known, Failure why, Instant next) implements WorkerStep {}

  /** The worker did not go when asked: remove its pod without waiting for its node. */
  record Force(AttemptMemory known, Instant next) implements WorkerStep {}

  /**
   * Nothing but waiting for a worker that is on its way out.
   *
   * @param why a sentence for a person
   */
  record AwaitGone(AttemptMemory known, String why, Instant next) implements WorkerStep {}

  /** The back-off passes. */
  record AwaitRetry(AttemptMemory known, Instant next) implements WorkerStep {}

  /**
   * The attempt is over: whoever knows what it was for judges it now.
   *
   * @param stop why all attempts had to end; null if they did not have to
   */
  record Over(AttemptMemory known, Ending ending, @Nullable Failure stop) implements WorkerStep {
    @Override
    public @Nullable Instant next() {
      return null;
    }
  }

  /** All is judged and the Jobs were kept long enough: delete them. */
  record Clear(AttemptMemory known, Instant next) implements WorkerStep {}

  /**
   * All is judged and nothing is to be done.
   *
   * @param next null means that nothing will ever be to be done
   */
  record Rest(AttemptMemory known, @Nullable Instant next) implements WorkerStep {}
}
