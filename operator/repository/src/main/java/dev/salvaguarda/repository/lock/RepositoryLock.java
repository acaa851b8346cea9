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
import org.jspecify.annotations.Nullable;

/** A lock that is held: renewed in the background, and removed by {@link #close()}. */
public final class RepositoryLock implements AutoCloseable {
  private final Locks locks;
  private final LockMode mode;
  private final Clock clock;
  private final LockTiming timing;
  private final ScheduledExecutorService scheduler;
  private FileId current;
  private Instant renewedAt;

  /** Since when the store is known to have had the lock. */
  private Instant seenAt;

  private boolean removedByOthers;
  private boolean closed;

  /** What the last renewal in the background failed with. */
  private @Nullable Throwable failure;

  /**
   * Takes over a lock that was just written.
   *
   * @param seenAt an instant since which the store got it
   */
  RepositoryLock(
      Locks locks, LockMode mode, FileId first, Instant seenAt, Clock clock, LockTiming timing) {
    this.locks = locks;
    this.mode = mode;
    this.clock = clock;
    this.timing = timing;
    this.current = first;
    this.renewedAt = clock.instant();
    this.seenAt = seenAt;
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("repository-lock").factory());
    long period = timing.refresh().toMillis();
    var _ =
        scheduler.scheduleWithFixedDelay(this::renewOrWait, period, period, TimeUnit.MILLISECONDS);
  }

  /**
   * Asks the store whether the lock stands, and renews it if that is due. {@link LockedFiles} calls
   * it after every file that speaks of packs.
   *
   * @throws RepositoryException {@code LOCK_LOST} if somebody removed the lock, or it could not be
   *     renewed for so long that others may soon ignore it; else what the store answers
   */
  public synchronized void requireHeld() {
    Instant now = clock.instant();
    Duration age = Duration.between(renewedAt, now);
    if (failure instanceof Error || age.compareTo(timing.lost()) > 0) {
      throw lost(
          "The lock on the repository was not renewed for %d minutes.".formatted(age.toMinutes()));
    }
    if (age.compareTo(timing.refresh()) >= 0) {
      renew();
    } else if (!removedByOthers && !locks.exists(current)) {
      removedByOthers = true;
    }
    if (removedByOthers) {
      throw lost("Somebody removed this program's lock on the repository.");
    }
    seenAt = now;
  }

  /** The same, but the store is not asked if it was found to have the lock so long ago or later. */
  synchronized void requireHeldWithin(Duration before) {
    Duration since = Duration.between(seenAt, clock.instant());
    if (removedByOthers || since.isNegative() || since.compareTo(before) > 0) {
      requireHeld();
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
    FileId next = locks.write(mode);
    if (!locks.exists(current)) {
      // Removed a moment ago, and whoever did that may have begun to work before the new one stood.
      removedByOthers = true;
      locks.delete(next);
      return;
    }
    FileId previous = current;
    current = next;
    renewedAt = now;
    locks.delete(previous);
  }

  /** Never throws: that would end the schedule, and nobody would learn of it. */
  private void renewOrWait() {
    try {
      renew();
      note(null);
    } catch (Throwable e) {
      // The next round tries again; requireHeld() counts how long this has been so.
      note(e);
    }
  }

  private synchronized void note(@Nullable Throwable outcome) {
    if (!(failure instanceof Error)) {
      failure = outcome;
    }
  }

  private RepositoryException lost(String sentence) {
    return failure == null
        ? new RepositoryException(Reason.LOCK_LOST, sentence)
        : new RepositoryException(Reason.LOCK_LOST, sentence, failure);
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
