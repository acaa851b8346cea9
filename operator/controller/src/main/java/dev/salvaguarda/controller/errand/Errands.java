package dev.salvaguarda.controller.errand;

import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
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

  /** Of work that waits or has a thread, also when its outcome is known or it was forgotten. */
  private final Set<Room> taken = ConcurrentHashMap.newKeySet();

  private final ThreadPoolExecutor workers;
  private final ScheduledThreadPoolExecutor deadlines;

  /**
   * @param name of its threads
   * @param atATime how many pieces of work go on beside each other
   */
  public Errands(String name, int atATime, Clock clock) {
    this.atATime = atATime;
    this.clock = clock;
    this.workers =
        new ThreadPoolExecutor(
            atATime,
            atATime,
            0,
            TimeUnit.MILLISECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name + "-", 1).factory());
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

  /**
   * Takes room in which a piece of work begins at once. Work that does not heed its interrupt keeps
   * its room until it ends, though its outcome is known.
   *
   * @param place where the work is done
   * @param atOnePlace how many pieces of work go on there beside each other
   * @return empty if there is none now
   */
  public synchronized Optional<Room> takeRoom(String place, int atOnePlace) {
    return taken.size() < atATime
            && taken.stream().filter(room -> room.isAt(place)).count() < atOnePlace
        ? Optional.of(new Room(taken, place))
        : Optional.empty();
  }

  /** Begins as soon as there is room, unless something is under way for the object. */
  public void start(String uid, Errand.Job<A> job) {
    try (Room room = new Room(taken, "")) {
      start(uid, job, room);
    }
  }

  /** Begins in a room that was taken, unless something is under way for the object. */
  public void start(String uid, Errand.Job<A> job, Room room) {
    Errand<A> errand = new Errand<>(job);
    Errand<A> current =
        newest.compute(uid, (_, last) -> last != null && last.ended().isEmpty() ? last : errand);
    if (current == errand) {
      room.use();
      FutureTask<?> work = new FutureTask<>(() -> run(errand, room), null);
      errand.waits(work, after(job.turn().patience(), () -> giveUp(errand, work, room)));
      workers.execute(work);
    }
  }

  /** Forgets a piece of work, unless a newer one took its place. */
  public void forget(String uid, Errand<A> errand) {
    newest.remove(uid, errand);
  }

  /** Whether nothing is known of any errand. */
  public boolean isEmpty() {
    return newest.isEmpty();
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

  private void giveUp(Errand<A> errand, Runnable work, Room room) {
    if (errand.giveUp(clock)) {
      workers.remove(work);
      room.leave();
    }
  }

  private void run(Errand<A> errand, Room room) {
    if (!errand.begins()) {
      return;
    }
    Errand.Job<A> job = errand.job();
    Future<?> alarm = after(job.deadline(), () -> errand.expire(clock));
    A outcome;
    try {
      outcome = job.work().get();
    } catch (RuntimeException | Error e) {
      // Work that never ended would be waited for, so want of memory ends it, too.
      outcome = job.broken().apply(e);
    } finally {
      alarm.cancel(false);
      room.leave();
    }
    errand.end(outcome, clock);
  }

  private Future<?> after(Duration time, Runnable alarm) {
    return deadlines.schedule(alarm, time.toMillis(), TimeUnit.MILLISECONDS);
  }
}
