package dev.salvaguarda.repository.model;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * How many keys are derived from passwords at a time. Each derivation takes 32 MiB and more, by
 * design, so whoever opens many repositories at once would run out of memory otherwise.
 */
public final class DerivationLimit {
  private final Semaphore slots;

  /**
   * @param atATime at least 1
   */
  public DerivationLimit(int atATime) {
    if (atATime < 1) {
      throw new IllegalArgumentException("at least one derivation must be allowed");
    }
    this.slots = new Semaphore(atATime, true);
  }

  /**
   * Derives once it is this thread's turn.
   *
   * @throws RepositoryException {@code CANCELLED} if the thread is interrupted while it waits
   */
  public <T> T run(Supplier<T> derivation) {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RepositoryException(Reason.CANCELLED, "Opening the repository was cancelled.", e);
    }
    try {
      return derivation.get();
    } finally {
      slots.release();
    }
  }
}
