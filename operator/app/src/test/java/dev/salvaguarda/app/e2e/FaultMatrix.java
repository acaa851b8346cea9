package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.seed.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tells the stories of many seeds, some at a time.
 *
 * <p>{@code -Dsalvaguarda.faults.parallel=P} says how many seeds are under way at a time.
 */
record FaultMatrix(FaultWorld world, ExecutorService threads) implements AutoCloseable {
  /** What happens with one seed; says in its text which one. */
  interface Story {
    void run() throws Exception;

    /** Whether the fault came while what it was meant for was under way. */
    boolean hit();
  }

  static FaultMatrix start(FaultWorld world) {
    return new FaultMatrix(
        world, Executors.newFixedThreadPool(Integer.getInteger("salvaguarda.faults.parallel", 4)));
  }

  /**
   * A test for each seed, and one that most of them were worth it.
   *
   * @param name of the test, for what is printed
   * @param fixed how many seeds are fixed
   */
  Stream<DynamicTest> tests(String name, int fixed, LongFunction<? extends Story> stories) {
    List<DynamicTest> tests = new ArrayList<>();
    List<Story> told = new ArrayList<>();
    for (long seed : Seeds.of(name, fixed)) {
      Story story = stories.apply(seed);
      told.add(story);
      Future<?> running =
          threads.submit(() -> {
            world.assertWhole();
            story.run();
            return null;
          });
      tests.add(DynamicTest.dynamicTest(story.toString(), () -> join(running)));
    }
    tests.add(DynamicTest.dynamicTest("most faults hit", () -> assertMostHit(told)));
    return tests.stream();
  }

  /** A fault that comes when all is over proves nothing. */
  private static void assertMostHit(List<Story> stories) {
    List<Story> missed = stories.stream().filter(story -> !story.hit()).toList();
    assertThat(missed.size() * 5)
        .as("faults that missed: %s", missed)
        .isLessThanOrEqualTo(stories.size());
  }

  private static void join(Future<?> running) throws Throwable {
    try {
      running.get();
    } catch (ExecutionException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
