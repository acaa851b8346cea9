package dev.salvaguarda.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.run.RunDecision.Finish;
import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of a run's life, whatever the world does to it. */
class RunLifePropertiesTest {
  private static final Duration LONGEST =
      Facts.LIMITS.queued().plus(Facts.LIMITS.active()).plus(Duration.ofHours(1));

  @Property(tries = 2000)
  void everyRunEndsInTimeWhateverHappens(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed);

    while (!world.memory().phase().isTerminal() && world.elapsed().compareTo(LONGEST) < 0) {
      world.step();
    }

    assertThat(world.memory().phase().isTerminal()).as("seed %d: %s", seed, world).isTrue();
  }

  @Property(tries = 2000)
  void noRunSucceedsWithoutEverySnapshotInTheRepository(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed);

    while (!world.memory().phase().isTerminal() && world.elapsed().compareTo(LONGEST) < 0) {
      world.step();
    }

    if (world.memory().phase() == RunPhase.SUCCEEDED) {
      assertThat(world.memory().ledger().targets())
          .as("seed %d", seed)
          .isNotEmpty()
          .allSatisfy(target -> assertThat(world.holds(target.snapshotId())).isTrue());
    }
  }

  @Property(tries = 2000)
  void noAttemptStartsWhileAnotherMayWriteAndNeverMoreThanThree(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed);

    while (!world.memory().phase().isTerminal() && world.elapsed().compareTo(LONGEST) < 0) {
      world.step();
      assertThat(world.writers()).as("seed %d", seed).isLessThanOrEqualTo(1);
      assertThat(world.attempts()).as("seed %d", seed).isLessThanOrEqualTo(3);
    }
  }

  @Property(tries = 500)
  void theSameFactsGiveTheSameDecision(@ForAll long seed) {
    RandomWorld world = new RandomWorld(seed);

    for (int i = 0; i < 20 && !world.memory().phase().isTerminal(); i++) {
      RunDecision first = RunLife.decide(world.facts(), world.now());
      assertThat(RunLife.decide(world.facts(), world.now())).as("seed %d", seed).isEqualTo(first);
      if (first instanceof Finish end) {
        assertThat(end.phase().isTerminal()).isTrue();
      }
      world.step();
    }
  }
}
