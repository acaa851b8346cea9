package dev.salvaguarda.controller.errand;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work and where it stands. Thread-safe.
 *
 * @param <A> what comes of it
 */
public final class Errand<A> {
  private final Job<A> job;
  private volatile @Nullable Ended<A> end;
  private volatile @Nullable Future<?> work;

  Errand(Job<A> job) {
    this.job = job;
  }

  /**
   * What is to be done.
   *
   * @param inputs names the state of the things that the work looks at
   * @param deadline after which it counts as unanswered, once it has begun
   * @param work called in a thread of its own; it is interrupted at its deadline
   * @param late what came of it if it did not end in time
   * @param broken what came of it if it threw
   * @param ended called once the outcome can be read
   */
  public record Job<A>(
      String inputs,
      Duration deadline,
      Supplier<A> work,
      Supplier<A> late,
      Function<Throwable, A> broken,
      Runnable ended) {}

  /** What came of it, and when. */
  public record Ended<A>(A outcome, Instant at) {}

  /** Names the state of the things that the work looks at. */
  public String inputs() {
    return job.inputs();
  }

  /** Empty while it is under way. */
  public Optional<Ended<A>> ended() {
    return Optional.ofNullable(end);
  }

  void runs(Future<?> future) {
    work = future;
  }

  Job<A> job() {
    return job;
  }

  void end(A outcome, Clock clock) {
    synchronized (this) {
      if (end != null) {
        return;
      }
      end = new Ended<>(outcome, clock.instant());
    }
    job.ended().run();
  }

  void expire(Clock clock) {
    end(job.late().get(), clock);
    Future<?> running = work;
    if (running != null) {
      running.cancel(true);
    }
  }
}
