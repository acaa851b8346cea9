package dev.salvaguarda.app.demo;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Prints how something goes on, a line for each change, until it has ended. */
final class Progress {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private Progress() {}

  /**
   * Waits for the end.
   *
   * @param look what it is now
   * @param describe that in words
   * @param ended whether nothing more will come
   */
  static <T> T follow(
      String name, Supplier<T> look, Function<T, String> describe, Predicate<T> ended) {
    long end = System.nanoTime() + DEADLINE.toNanos();
    String told = "";
    while (System.nanoTime() < end) {
      T seen = look.get();
      String line = "  " + name + "  " + describe.apply(seen);
      if (!line.equals(told)) {
        System.out.println(line);
        told = line;
      }
      if (ended.test(seen)) {
        return seen;
      }
      pause();
    }
    throw new DemoFailure(name + " did not end within " + DEADLINE.toMinutes() + " min");
  }

  static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }
}
