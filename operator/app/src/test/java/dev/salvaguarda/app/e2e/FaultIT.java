package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.process.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Breaks everything that a run needs at moments that are drawn, and holds every seed to the same
 * promises; {@link FaultSeed} lists them.
 *
 * <p>{@code -Dsalvaguarda.faults.seeds=N} says how many seeds there are, {@code
 * -Dsalvaguarda.faults.seed=S} runs a single one, {@code -Dsalvaguarda.faults.parallel=P} says how
 * many are under way at a time.
 */
class FaultIT {
  private static final int SEEDS_IN_CI = 50;
  private static final int SEEDS_ELSEWHERE = 12;

  private static FaultWorld world;
  private static ExecutorService threads;

  @BeforeAll
  static void start() {
    world = new FaultWorld();
    threads = Executors.newFixedThreadPool(Integer.getInteger("salvaguarda.faults.parallel", 4));
  }

  @AfterAll
  static void stop() {
    if (threads != null) {
      threads.shutdownNow();
    }
    Closing.quietly(world);
  }

  @TestFactory
  Stream<DynamicTest> keepsEveryPromiseWhateverBreaks() {
    List<DynamicTest> tests = new ArrayList<>();
    for (long seed : seeds()) {
      FaultSeed story = new FaultSeed(world, seed);
      Future<?> running =
          threads.submit(() -> {
            story.run();
            return null;
          });
      tests.add(DynamicTest.dynamicTest(story.toString(), () -> join(running)));
    }
    return tests.stream();
  }

  private static long[] seeds() {
    Long single = Long.getLong("salvaguarda.faults.seed");
    if (single != null) {
      return new long[] {single};
    }
    int count =
        Integer.getInteger(
            "salvaguarda.faults.seeds", Machine.isCi() ? SEEDS_IN_CI : SEEDS_ELSEWHERE);
    return LongStream.rangeClosed(1, count).toArray();
  }

  private static void join(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause();
    }
  }
}
