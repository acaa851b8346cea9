package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.process.Machine;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Breaks everything that a restore needs at moments that are drawn, and holds every seed to the
 * same promises; {@link RestoreFaultSeed} lists them.
 */
@Tag("random")
class RestoreFaultIT {
  private static final int SEEDS_IN_CI = 20;
  private static final int SEEDS_ELSEWHERE = 6;

  private static FaultWorld world;
  private static Originals originals;
  private static FaultMatrix matrix;

  @BeforeAll
  static void start() {
    world = new FaultWorld(AgentImage.withServersThatMayRunOutOfSpace());
    originals = Originals.copied(world);
    matrix = FaultMatrix.start(world);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(matrix);
    Closing.quietly(originals);
    Closing.quietly(world);
  }

  @TestFactory
  Stream<DynamicTest> keepsEveryPromiseWhateverBreaks() {
    if (!RestoreFaultSeed.canFill()) {
      System.err.println(
          "SKIPPED: scratch space that fills up, since only root can mount a file system that is"
              + " small; the agent is killed instead.");
    }
    return matrix.tests(
        "RestoreFaultIT",
        Machine.isCi() ? SEEDS_IN_CI : SEEDS_ELSEWHERE,
        seed -> new RestoreFaultSeed(world, originals, seed));
  }
}
