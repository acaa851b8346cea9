package dev.salvaguarda.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Laws of a run's life, whatever the world does to it. */
class RunLifePropertiesTest {
  private static final WorkerLimits WORKER = Facts.LIMITS.worker();

  /** One look may come half an hour late; those after the deadline come within 30 s. */
  private static final Duration LONGEST =
      WORKER
          .active()
          .plus(WORKER.stop().multipliedBy(2))
          .plus(Facts.LIMITS.judge())
          .plus(Duration.ofMinutes(45));

  @Property(tries = 2000)
  void everyRunEndsInTimeWhateverHappens(@ForAll long seed) {
    lead(
        seed,
        world -> {
          assertThat(world.sinceStart()).as("seed %d: %s", seed, world).isLessThan(LONGEST);
          assertThat(world.elapsed())
              .as("seed %d: %s", seed, world)
              .isLessThan(Facts.LIMITS.queued().plus(LONGEST));
        });
  }

  @Property(tries = 2000)
  void noRunSucceedsWithoutEverySnapshotInEveryRepository(@ForAll long seed) {
    RandomWorld world = lead(seed, _ -> {});

    if (world.memory().phase() == RunPhase.SUCCEEDED) {
      Ledger ledger = world.memory().ledger();
      assertThat(ledger.targets())
          .as("seed %d", seed)
          .isNotEmpty()
          .allSatisfy(target -> assertThat(world.isEverywhere(target.snapshotId())).isTrue());
    }
  }

  @Property(tries = 2000)
  void noRepositoryIsSaidToHaveARunOfWhichItLacksASnapshot(@ForAll long seed) {
    RandomWorld world = lead(seed, _ -> {});

    Ledger ledger = world.memory().ledger();
    if (ledger.replicas().stream().anyMatch(one -> one.outcome() == Outcome.SUCCEEDED)) {
      assertThat(ledger.snapshotIds())
          .as("seed %d: %s", seed, ledger)
          .allMatch(world::isEverywhere);
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

  @Property(tries = 2000)
  void onceHooksBeganThoseAfterTheWorkFollowWhateverHappens(@ForAll long seed) {
    RandomWorld world =
        lead(
            seed,
            new RandomWorld(seed, List.of(hook("on", Side.BEFORE), hook("off", Side.AFTER))),
            _ -> {});

    List<String> calls = world.calls();
    if (world.memory().hooks().isEmpty()) {
      assertThat(calls).as("seed %d: %s", seed, world).doesNotContain("on", "off");
      return;
    }
    assertThat(world.memory().hooks().getLast().isOver()).as("seed %d: %s", seed, world).isTrue();
    assertThat(calls).as("seed %d: %s", seed, world).contains("off").endsWith("off");
    assertThat(calls.indexOf("off"))
        .as("seed %d: %s", seed, world)
        .isGreaterThan(Math.max(calls.lastIndexOf("work"), calls.lastIndexOf("on")));
    if (calls.contains("work")) {
      assertThat(calls.lastIndexOf("on")).as("seed %d", seed).isLessThan(calls.indexOf("work"));
    }
    if (world.memory().phase() == RunPhase.SUCCEEDED) {
      assertThat(world.memory().hooks()).allMatch(hook -> hook.state() == State.SUCCEEDED);
    }
  }

  private static HookCall hook(String name, Side side) {
    return HookCall.pending(name, side, Duration.ofSeconds(30));
  }

  private static RandomWorld lead(long seed, Consumer<RandomWorld> law) {
    return lead(seed, new RandomWorld(seed), law);
  }

  private static RandomWorld lead(long seed, RandomWorld world, Consumer<RandomWorld> law) {
    while (!world.memory().phase().isTerminal()) {
      world.step();
      law.accept(world);
      assertThat(world.elapsed()).as("seed %d", seed).isLessThan(Duration.ofDays(3));
    }
    return world;
  }
}
