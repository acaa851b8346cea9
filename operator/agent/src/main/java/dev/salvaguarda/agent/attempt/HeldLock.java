package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a repository that goes even from a thread that was told to stop.
 *
 * @param lock null where the repository is read without one
 * @param notes takes why it could not be removed
 */
public record HeldLock(@Nullable RepositoryLock lock, Notes notes) implements AutoCloseable {

  /**
   * Keeps others from removing packs while they are read, where the credentials allow it.
   * Credentials that may only read are good for a restore, too: without a lock, a pack that
   * vanishes meanwhile is found missing.
   */
  public static HeldLock toRead(Repository repository, Notes notes) {
    try {
      return new HeldLock(repository.locks().acquireToRead(), notes);
    } catch (RepositoryException e) {
      if (e.reason() != Reason.ACCESS_DENIED) {
        throw e;
      }
      notes.info(null, "The credentials may not lock the repository; it is read without a lock.");
      return new HeldLock(null, notes);
    }
  }

  /** What was done is done, whether the lock can be removed or not. */
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
