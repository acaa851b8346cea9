package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.seed.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Breaks everything that a run needs at moments that are drawn, and holds every seed to the same
 * promises; {@link FaultSeed} lists them.
 *
 * <p>{@code -Dsalvaguarda.faults.parallel=P} says how many seeds are under way at a time.
 */
@Tag("random")
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
    List<FaultSeed> stories = new ArrayList<>();
    for (long seed : Seeds.of("FaultIT", Machine.isCi() ? SEEDS_IN_CI : SEEDS_ELSEWHERE)) {
      FaultSeed story = new FaultSeed(world, seed);
      stories.add(story);
      Future<?> running =
          threads.submit(() -> {
            story.run();
            return null;
          });
      tests.add(DynamicTest.dynamicTest(story.toString(), () -> join(running)));
    }
    tests.add(DynamicTest.dynamicTest("most faults hit", () -> assertMostHit(stories)));
    return tests.stream();
  }

  /** A fault that comes when the run is over proves nothing. */
  private static void assertMostHit(List<FaultSeed> stories) {
    List<FaultSeed> missed = stories.stream().filter(story -> !story.hit()).toList();
    assertThat(missed.size() * 5)
        .as("faults that missed: %s", missed)
        .isLessThanOrEqualTo(stories.size());
  }

  private static void join(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (java.util.concurrent.ExecutionException e) {
      throw e.getCause();
    }
  }
}
