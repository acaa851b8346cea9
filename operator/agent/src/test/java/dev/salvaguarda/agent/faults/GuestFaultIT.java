package dev.salvaguarda.agent.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.Rung;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Guests are copied while something goes wrong at a random moment, and again when it is mended. */
class GuestFaultIT {
  private static final Duration LONGEST = Duration.ofSeconds(15);
  private static final int ORACLE = 10;

  /** So many worlds share one that copies by a storage; each kind of trouble comes to both. */
  private static final int SPOOLED = 5;

  private static GuestWorld.Given given;

  @BeforeAll
  static void prepare(@TempDir Path folder) {
    given = GuestWorld.Given.in(folder);
  }

  @SeededTest(fixed = 50)
  void whateverGoesWrongNoGuestStaysLockedAndEachSnapshotRestores(long seed, @TempDir Path folder)
      throws Exception {
    try (GuestWorld world = new GuestWorld(seed, folder, given)) {
      if (seed % SPOOLED == 0) {
        world.copyBySpool();
      }
      Worker worker = world.worker();
      GuestTroubles troubles = new GuestTroubles(world, worker, new Random(seed));
      troubles.draw(seed);
      try {
        faulty(world, worker, troubles);
        mended(world);
        world.requireNoArchive();
        if (seed % ORACLE == 0) {
          world.requireClean();
        }
      } catch (Throwable e) {
        throw new AssertionError(
            "seed %d, %s\n%s".formatted(seed, troubles.told(), world.log()), e);
      }
    }
  }

  @SeededTest(fixed = 15)
  void whateverGoesWrongNoGuestOfATestStays(long seed, @TempDir Path folder) throws Exception {
    try (GuestWorld world = new GuestWorld(seed, folder, given)) {
      List<RestoreTask.Wanted> machines = machines(world.worker().copy());
      Worker worker = world.worker();
      TrialTroubles troubles = new TrialTroubles(world, worker, new Random(seed));
      troubles.draw();
      try {
        long begin = System.nanoTime();
        RestoreResult _ = worker.tryGuests(machines);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
        if (!worker.isDead()) {
          world.requireNoGuestOfATest();
        }
        world.heal();
        RestoreResult mended = world.worker().tryGuests(machines);
        assertThat(mended.outcome()).as("%s", mended).isEqualTo(Outcome.SUCCEEDED);
        assertThat(mended.targets())
            .extracting(RestoreResult.TargetResult::rung)
            .containsOnly(Rung.V3);
        world.requireNoGuestOfATest();
      } catch (Throwable e) {
        throw new AssertionError(
            "seed %d, %s\n%s".formatted(seed, troubles.told(), world.log()), e);
      }
    }
  }

  private static List<RestoreTask.Wanted> machines(CopyResult copied) {
    return copied.targets().stream()
        .filter(target -> !target.name().endsWith("/102"))
        .map(target ->
            new RestoreTask.Wanted(
                target.name(), Objects.requireNonNull(target.snapshotId()), null, null))
        .toList();
  }

  private static void faulty(GuestWorld world, Worker worker, GuestTroubles troubles)
      throws Exception {
    long begin = System.nanoTime();
    CopyResult result = worker.copy();
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
    world.requireUnlocked();
    troubles.await();
    world.requireUnlocked();
    world.requireNoLock();
    world.requireRestorable();
    assertThat(world.snapshots()).containsAll(snapshots(result));
    for (CopyResult.TargetResult target : result.targets()) {
      boolean whole = target.snapshotId() != null;
      assertThat(target.outcome() == Outcome.SUCCEEDED || target.outcome() == Outcome.DEGRADED)
          .as("%s", target)
          .isEqualTo(whole);
      assertThat(target.failure() == null)
          .as("%s", target)
          .isEqualTo(target.outcome() == Outcome.SUCCEEDED);
    }
    assertThat(reasons(result)).doesNotContain(FailureReason.INTERNAL);
  }

  private static void mended(GuestWorld world) throws Exception {
    world.heal();
    CopyResult result = world.worker().copy();
    assertThat(result.outcome()).as("%s", result).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result.targets()).hasSize(GuestWorld.GUESTS.size());
    world.requireUnlocked();
    world.requireRestorable();
  }

  private static Set<String> snapshots(CopyResult result) {
    return result.targets().stream()
        .map(CopyResult.TargetResult::snapshotId)
        .flatMap(Stream::ofNullable)
        .collect(Collectors.toSet());
  }

  private static Set<FailureReason> reasons(CopyResult result) {
    return result.targets().stream()
        .map(CopyResult.TargetResult::failure)
        .flatMap(Stream::ofNullable)
        .map(Failure::reason)
        .collect(Collectors.toSet());
  }
}
