package dev.salvaguarda.testkit.process;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Waits for a condition with a deadline, for support code that must not depend on test libraries.
 */
public final class Patience {
  private static final long PAUSE_MILLIS = 50;

  private Patience() {}

  /**
   * Returns as soon as {@code condition} holds; an exception counts as "not yet".
   *
   * @param what for the message, such as "the API server is ready"
   * @param onFailure more to say when it never held, such as the end of a log
   * @throws IllegalStateException when the deadline passed
   */
  public static void until(
      String what, Duration deadline, Callable<Boolean> condition, Supplier<String> onFailure) {
    long end = System.nanoTime() + deadline.toNanos();
    Exception last = null;
    while (System.nanoTime() < end) {
      try {
        if (condition.call()) {
          return;
        }
      } catch (Exception e) {
        last = e;
      }
      pause();
    }
    throw new IllegalStateException(
        "Waited " + deadline.toSeconds() + " s in vain until " + what + "\n" + onFailure.get(),
        last);
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting", e);
    }
  }
}
