package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.process.Machine;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Breaks everything that a run needs at moments that are drawn, and holds every seed to the same
 * promises; {@link FaultSeed} lists them. So for what the operator does by itself, with {@link
 * ChoreFaultSeed}.
 */
@Tag("random")
class FaultIT {
  private static final int SEEDS_IN_CI = 50;
  private static final int SEEDS_ELSEWHERE = 12;

  private static final int CHORES_IN_CI = 16;
  private static final int CHORES_ELSEWHERE = 4;

  private static FaultWorld world;
  private static FaultMatrix matrix;

  @BeforeAll
  static void start() {
    world = new FaultWorld(AgentImage.withSmallPacks());
    matrix = FaultMatrix.start(world);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(matrix);
    Closing.quietly(world);
  }

  @TestFactory
  Stream<DynamicTest> keepsEveryPromiseWhateverBreaks() {
    return matrix.tests(
        "FaultIT",
        Machine.isCi() ? SEEDS_IN_CI : SEEDS_ELSEWHERE,
        seed -> new FaultSeed(world, seed));
  }

  @TestFactory
  Stream<DynamicTest> whatTheOperatorDoesByItselfKeepsItsPromisesToo() {
    if (!Machine.isRoot()) {
      System.err.println(
          "SKIPPED: killed pods beside maintenance, since only root can name a pod's host.");
    }
    return matrix.tests(
        "FaultIT.whatTheOperatorDoesByItselfKeepsItsPromisesToo",
        Machine.isCi() ? CHORES_IN_CI : CHORES_ELSEWHERE,
        seed -> new ChoreFaultSeed(world, seed));
  }
}
