package dev.salvaguarda.agent.attempt;

import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Targets that may be copied side by side: those of different lanes. Each thread copies lane after
 * lane, in a session of its own, since a session makes no snapshot while something else is stored
 * in it.
 *
 * @param lanes targets of each, in their order; lanes in the order of their first targets
 * @param atATime how many are copied side by side
 */
record Lanes(List<List<String>> lanes, int atATime) {
  Lanes {
    lanes = List.copyOf(lanes);
  }

  /** The lanes of a source. */
  static Lanes of(Source source, List<String> targets) {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    targets.forEach(
        target -> byName.computeIfAbsent(source.lane(target), _ -> new ArrayList<>()).add(target));
    List<List<String>> lanes = List.copyOf(byName.values());
    return new Lanes(lanes, Math.max(1, Math.min(lanes.size(), source.lanesAtATime())));
  }

  /** Takes lanes to copy until none waits. */
  @FunctionalInterface
  interface Taker {
    void copy(Queue<List<String>> waiting) throws SourceException, InterruptedException;
  }

  /**
   * Copies them all. One that fails does not end the others.
   *
   * @throws SourceException the first failure; likewise of other kinds
   */
  void run(Taker taker) throws SourceException, InterruptedException {
    Queue<List<String>> waiting = new ConcurrentLinkedQueue<>(lanes);
    List<FutureTask<@Nullable Void>> threads = new ArrayList<>();
    for (int i = 1; i <= atATime; i++) {
      Callable<@Nullable Void> copies =
          () -> {
            taker.copy(waiting);
            return null;
          };
      FutureTask<@Nullable Void> task = new FutureTask<>(copies);
      threads.add(task);
      Thread _ = Thread.ofPlatform().daemon().name("lane-" + i).start(task);
    }
    Throwable first = null;
    for (FutureTask<@Nullable Void> thread : threads) {
      try {
        thread.get();
      } catch (ExecutionException e) {
        first = first == null ? e.getCause() : first;
      }
    }
    rethrow(first);
  }

  private static void rethrow(@Nullable Throwable failure)
      throws SourceException, InterruptedException {
    switch (failure) {
      case null -> {}
      case SourceException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
