package dev.salvaguarda.agent.source;

import java.util.ArrayList;
import java.util.List;

/** Tells the work that it should stop, from another thread and at most once. */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean requested;

  /** Asks the work to stop; runs what {@link #onRequest} registered. Later calls do nothing. */
  public void request() {
    List<Runnable> toRun;
    synchronized (this) {
      if (requested) {
        return;
      }
      requested = true;
      toRun = List.copyOf(actions);
    }
    toRun.forEach(Runnable::run);
  }

  public synchronized boolean isRequested() {
    return requested;
  }

  /**
   * Runs the action when the work should stop, at once if that is so already. The action must
   * return quickly. Closing the registration forgets it.
   */
  public Registration onRequest(Runnable action) {
    synchronized (this) {
      if (!requested) {
        actions.add(action);
        return () -> forget(action);
      }
    }
    action.run();
    return () -> {};
  }

  private synchronized void forget(Runnable action) {
    actions.remove(action);
  }

  /** Closing it takes the action back. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
