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
  /** As long as work waits about whose wait nothing is said. */
  private static final Duration LONG = Duration.ofDays(1);

  private final Job<A> job;
  private boolean begun;
  private volatile @Nullable Ended<A> end;
  private volatile @Nullable Future<?> work;
  private volatile @Nullable Future<?> alarm;

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
   * @param turn how it waits for a thread
   */
  public record Job<A>(
      String inputs,
      Duration deadline,
      Supplier<A> work,
      Supplier<A> late,
      Function<Throwable, A> broken,
      Runnable ended,
      Turn<A> turn) {

    /** Work that may wait for a day; if it has not begun by then, it counts as late. */
    public Job(
        String inputs,
        Duration deadline,
        Supplier<A> work,
        Supplier<A> late,
        Function<Throwable, A> broken,
        Runnable ended) {
      this(inputs, deadline, work, late, broken, ended, new Turn<>(LONG, late));
    }
  }

  /**
   * How a piece of work waits for a thread.
   *
   * @param patience after which it ends without having begun
   * @param unbegun what came of it then
   */
  public record Turn<A>(Duration patience, Supplier<A> unbegun) {}

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

  /**
   * It waits.
   *
   * @param next that does the work
   * @param patience that gives it up
   */
  void waits(Future<?> next, Future<?> patience) {
    work = next;
    alarm = patience;
  }

  /** False if it was given up meanwhile. */
  synchronized boolean begins() {
    begun = end == null;
    Future<?> patience = alarm;
    if (patience != null) {
      // Else it keeps the job, with its secrets, until its time.
      patience.cancel(false);
      alarm = null;
    }
    return begun;
  }

  /** Ends it, unless it has begun; whether it did. */
  boolean giveUp(Clock clock) {
    synchronized (this) {
      if (begun) {
        return false;
      }
      end = new Ended<>(job.turn().unbegun().get(), clock.instant());
    }
    job.ended().run();
    return true;
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
