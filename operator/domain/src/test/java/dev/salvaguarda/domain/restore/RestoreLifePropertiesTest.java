package dev.salvaguarda.domain.restore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of a restore's life, whatever the world does to it. */
class RestoreLifePropertiesTest {
  /** One look may come half an hour late; those after the deadline come within 30 s. */
  private static final Duration GRACE =
      Restores.LIMITS.stop().multipliedBy(2).plus(Duration.ofMinutes(45));

  @Property(tries = 2000)
  void everyRestoreEndsInTimeWhateverHappens(@ForAll long seed) {
    lead(
        seed,
        world ->
            assertThat(world.elapsed())
                .as("seed %d: %s", seed, world)
                .isLessThan(world.deadline().plus(GRACE)));
  }

  @Property(tries = 2000)
  void noRestorePassesOfWhichATargetDidNotComeBackOrACheckWasNotPassed(@ForAll long seed) {
    RandomRestore world = lead(seed, _ -> {});

    if (world.memory().phase() == RestorePhase.SUCCEEDED) {
      assertThat(world.isAllBack()).as("seed %d: %s", seed, world).isTrue();
    }
  }

  @Property(tries = 2000)
  void neverDoTwoAttemptsWriteAtATimeAndNeverAreThereMoreThanThree(@ForAll long seed) {
    lead(
        seed,
        world -> {
          assertThat(world.writers()).as("seed %d: %s", seed, world).isLessThanOrEqualTo(1);
          assertThat(world.attempts()).as("seed %d", seed).isLessThanOrEqualTo(3);
        });
  }

  private static RandomRestore lead(long seed, Consumer<RandomRestore> law) {
    RandomRestore world = new RandomRestore(seed);
    while (!world.memory().phase().isTerminal()) {
      world.step();
      law.accept(world);
      assertThat(world.elapsed()).as("seed %d", seed).isLessThan(Duration.ofDays(3));
    }
    return world;
  }
}
