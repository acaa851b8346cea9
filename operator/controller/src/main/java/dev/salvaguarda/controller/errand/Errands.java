package dev.salvaguarda.controller.errand;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Does work beside the reconciliations, a few pieces at a time, each with a deadline, and remembers
 * the newest of every object until it is forgotten. Thread-safe.
 *
 * @param <A> what comes of a piece of work
 */
public final class Errands<A> implements AutoCloseable {
  private final int atATime;
  private final Clock clock;
  private final Map<String, Errand<A>> newest = new ConcurrentHashMap<>();
  private final ExecutorService workers;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * @param name of its threads
   * @param atATime how many pieces of work go on beside each other
   */
  public Errands(String name, int atATime, Clock clock) {
    this.atATime = atATime;
    this.clock = clock;
    this.workers =
        Executors.newFixedThreadPool(
            atATime, Thread.ofPlatform().daemon().name(name + "-", 1).factory());
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "-deadline-", 1).factory());
    // Else an alarm that was called off keeps the job, with its secrets, until its time.
    deadlines.setRemoveOnCancelPolicy(true);
  }

  /** The newest piece of work for the object with this UID. */
  public Optional<Errand<A>> newest(String uid) {
    return Optional.ofNullable(newest.get(uid));
  }

  /** Whether another piece of work would begin at once. */
  public boolean hasRoom() {
    return newest.values().stream().filter(one -> one.ended().isEmpty()).count() < atATime;
  }

  /** Begins, unless something is under way for the object. */
  public void start(String uid, Errand.Job<A> job) {
    Errand<A> errand = new Errand<>(job);
    Errand<A> current =
        newest.compute(uid, (_, last) -> last != null && last.ended().isEmpty() ? last : errand);
    if (current == errand) {
      errand.runs(workers.submit(() -> run(errand)));
    }
  }

  /** Forgets a piece of work, unless a newer one took its place. */
  public void forget(String uid, Errand<A> errand) {
    newest.remove(uid, errand);
  }

  /** Forgets the work for objects that are no more. */
  public void retainOnly(Collection<String> uids) {
    newest.keySet().retainAll(uids);
  }

  @Override
  public void close() {
    workers.shutdownNow();
    deadlines.shutdownNow();
  }

  private void run(Errand<A> errand) {
    Errand.Job<A> job = errand.job();
    Future<?> alarm =
        deadlines.schedule(
            () -> errand.expire(clock), job.deadline().toMillis(), TimeUnit.MILLISECONDS);
    try {
      errand.end(job.work().get(), clock);
    } catch (RuntimeException | Error e) {
      // Work that never ended would be waited for, so want of memory ends it, too.
      errand.end(job.broken().apply(e), clock);
    } finally {
      alarm.cancel(false);
    }
  }
}
