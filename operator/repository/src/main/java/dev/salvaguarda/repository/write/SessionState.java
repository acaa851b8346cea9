package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a session may go on. The first failure, of whatever kind, or cancellation ends it for all
 * its threads.
 */
final class SessionState {
  /** How long a waiting thread may not notice that the session ended. */
  static final long NOTICE_MILLIS = 100;

  private final AtomicReference<@Nullable Throwable> end = new AtomicReference<>();

  void cancel() {
    fail(new RepositoryException(Reason.CANCELLED, "The backup was cancelled."));
  }

  void fail(Throwable failure) {
    end.compareAndSet(null, failure);
  }

  boolean isOver() {
    return end.get() != null;
  }

  /** Throws what ended the session, if it ended. */
  void check() {
    Throwable failure = end.get();
    if (failure instanceof RepositoryException known) {
      throw new RepositoryException(known.reason(), known.sentence(), known);
    }
    if (failure != null) {
      throw new IllegalStateException("the session failed", failure);
    }
  }

  /** Ends the session because a thread of it was interrupted. */
  RepositoryException interrupted(InterruptedException cause) {
    cancel();
    Thread.currentThread().interrupt();
    return new RepositoryException(Reason.CANCELLED, "The backup was cancelled.", cause);
  }
}
