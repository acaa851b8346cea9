package dev.salvaguarda.repository.lock;

import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A lock that is held: renewed in the background, and removed by {@link #close()}. */
public final class RepositoryLock implements AutoCloseable {
  private final Locks locks;
  private final LockMode mode;
  private final Clock clock;
  private final LockTiming timing;
  private final ScheduledExecutorService scheduler;
  private FileId current;
  private Instant renewedAt;
  private boolean removedByOthers;
  private boolean closed;

  RepositoryLock(Locks locks, LockMode mode, FileId first, Clock clock, LockTiming timing) {
    this.locks = locks;
    this.mode = mode;
    this.clock = clock;
    this.timing = timing;
    this.current = first;
    this.renewedAt = clock.instant();
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("repository-lock").factory());
    long period = timing.refresh().toMillis();
    var _ =
        scheduler.scheduleWithFixedDelay(this::renewOrWait, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Call before anything irrevocable, such as storing an index or a snapshot.
   *
   * @throws RepositoryException {@code LOCK_LOST} if somebody removed the lock, or it could not be
   *     renewed for so long that others may soon ignore it
   */
  public synchronized void requireHeld() {
    if (removedByOthers) {
      throw new RepositoryException(
          Reason.LOCK_LOST, "Somebody removed this program's lock on the repository.");
    }
    Duration age = Duration.between(renewedAt, clock.instant());
    if (age.compareTo(timing.lost()) > 0) {
      throw new RepositoryException(
          Reason.LOCK_LOST,
          "The lock on the repository could not be renewed for %d minutes."
              .formatted(age.toMinutes()));
    }
  }

  /** Name of the lock's file now. */
  public synchronized FileId id() {
    return current;
  }

  /** Renews the lock: a new file first, then the old one goes, so that one always stands. */
  synchronized void renew() {
    if (closed || removedByOthers) {
      return;
    }
    if (!locks.exists(current)) {
      removedByOthers = true;
      return;
    }
    Instant now = clock.instant();
    FileId previous = current;
    current = locks.write(mode);
    renewedAt = now;
    locks.delete(previous);
  }

  private void renewOrWait() {
    try {
      renew();
    } catch (RepositoryException e) {
      // The next round tries again; requireHeld() counts how long this has been so.
      return;
    }
  }

  /** Ends the renewals and removes the lock. */
  @Override
  public void close() {
    scheduler.shutdownNow();
    synchronized (this) {
      if (!closed) {
        closed = true;
        locks.delete(current);
      }
    }
  }
}
