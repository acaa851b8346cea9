package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.source.SourceException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Takes a guest away that was tried, beside a thread that may have been told to stop, or is told
 * meanwhile: it is done even then, but nobody waits for ever.
 */
record TakingAway(GuardedHost on, int vmid, SandboxMark mark) {
  /** For a host that is slow to give drives up. */
  static final Duration LONGEST = Duration.ofMinutes(10);

  /** A pod has 30 seconds to stop. What its guard was told a host does without us. */
  static final Duration WHEN_STOPPED = Duration.ofSeconds(20);

  /**
   * Does it.
   *
   * @throws SourceException if it may still be there
   */
  void run(Duration longest, Duration whenStopped) throws SourceException {
    FutureTask<Boolean> task =
        new FutureTask<>(() -> {
          on.destroy(vmid, mark);
          return true;
        });
    Thread _ = Thread.ofVirtual().start(task);
    boolean stopped = Thread.interrupted();
    try {
      while (!isDone(task, stopped ? whenStopped : longest)) {
        stopped = true;
      }
    } finally {
      if (stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Whether it is; if not, this thread was told to stop. */
  private boolean isDone(FutureTask<Boolean> task, Duration longest) throws SourceException {
    try {
      return task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      return false;
    } catch (TimeoutException e) {
      boolean _ = task.cancel(true);
      throw SourceException.ofTarget(
          on.otherwise(),
          "The host %s has not taken guest %d away within %d s; it may still do so, or a later test does."
              .formatted(on.address(), vmid, longest.toSeconds()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SourceException known) {
        throw known;
      }
      throw new IllegalStateException("a guest could not be taken away", e.getCause());
    }
  }
}
