package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.time.Duration;

/** Waits until nobody else works with a repository, for as long as that is allowed. */
final class ExclusiveTurn {
  private static final long PAUSE_MILLIS = 2_000;

  private final Repository repository;
  private final long patienceEnds;

  /**
   * A wait that begins now.
   *
   * @param patience after which it is given up
   */
  ExclusiveTurn(Repository repository, Duration patience) {
    this.repository = repository;
    this.patienceEnds = System.nanoTime() + patience.toNanos();
  }

  /**
   * Takes the lock that keeps everybody else away.
   *
   * @throws LocksInTheWay if others held theirs for too long
   */
  RepositoryLock take() throws InterruptedException {
    while (true) {
      try {
        return repository.locks().acquire(LockMode.EXCLUSIVE);
      } catch (RepositoryException e) {
        if (e.reason() != Reason.LOCKED) {
          throw e;
        }
        if (!mayWait()) {
          throw LocksInTheWay.of(repository, e);
        }
      }
      pause();
    }
  }

  /** Whether another try is allowed. */
  boolean mayWait() {
    return System.nanoTime() - patienceEnds < 0;
  }

  static void pause() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
  }
}
