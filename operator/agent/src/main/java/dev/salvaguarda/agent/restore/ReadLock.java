package dev.salvaguarda.agent.restore;

import dev.salvaguarda.agent.attempt.RepositoryFailures;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import org.jspecify.annotations.Nullable;

/** Keeps others from removing packs while a restore reads them, where the credentials allow it. */
record ReadLock(@Nullable RepositoryLock lock, Notes notes) implements AutoCloseable {

  /**
   * Takes the lock. Credentials that may only read are good for a restore, too: without a lock, a
   * pack that vanishes meanwhile is found missing.
   */
  static ReadLock take(Repository repository, Notes notes) {
    try {
      return new ReadLock(repository.locks().acquire(LockMode.SHARED), notes);
    } catch (RepositoryException e) {
      if (e.reason() != Reason.ACCESS_DENIED) {
        throw e;
      }
      notes.info(null, "The credentials may not lock the repository; it is read without a lock.");
      return new ReadLock(null, notes);
    }
  }

  /** What was restored is there, whether the lock can be removed or not. */
  @Override
  public void close() {
    if (lock == null) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try {
      lock.close();
    } catch (RepositoryException e) {
      notes.warning(null, RepositoryFailures.of(e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
