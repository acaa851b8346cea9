package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.LastVerification;
import dev.salvaguarda.api.repository.MaintenancePhase;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.FaultyS3;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One seed: what the operator does by itself, a pass of maintenance, a reading of all that is
 * stored or a test that is due, beside a backup of ours or of stock restic; a fault at some moment
 * of it; and the promises that hold whatever happened.
 *
 * <ol>
 *   <li>Once nothing is broken any more, it is done well, without anybody's help.
 *   <li>The two newest copies, which the policy keeps, are there all the time, and so is the
 *       oldest, which a person holds.
 *   <li>Every snapshot that is there restores what was copied, by stock restic.
 *   <li>A policy that says Verified names a test that passed.
 *   <li>Nothing is said to be damaged once all was read without a fault.
 *   <li>The repository is clean for restic, and no lock, Job, pod or work order is left.
 * </ol>
 */
final class ChoreFaultSeed implements FaultMatrix.Story {
  private static final Duration DONE = Duration.ofMinutes(6);

  /** After these, a lock of restic's is known only by the name of the pod's host. */
  private static final Set<FaultKind> KILLS_PODS =
      EnumSet.of(FaultKind.AGENT_KILLED, FaultKind.POD_DELETED, FaultKind.NODE_LOST);

  private static final List<FaultKind> KINDS =
      Stream.of(FaultKind.values())
          .filter(kind -> kind != FaultKind.DATABASE_KILLED && kind != FaultKind.SCRATCH_FULL)
          .filter(kind -> Machine.isRoot() || !KILLS_PODS.contains(kind))
          .toList();
  private static final String EVERY_MINUTE = "{\"cron\": \"* * * * *\"}";
  private static final String ALL_EVERY_MINUTE =
      "{\"verification\": {\"integrity\": {\"cron\": \"* * * * *\", \"readPercent\": 100}}}";
  private static final int KEPT = 2;
  private static final int COPIES = 4;

  private final FaultWorld world;
  private final long seed;
  private final FaultKind kind;
  private final Chore chore;
  private final Rival rival;
  private final Random random;
  private final Map<String, Map<String, String>> copied = new TreeMap<>();
  private final List<String> story = new ArrayList<>();
  private volatile boolean hit;

  ChoreFaultSeed(FaultWorld world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = FaultSite.random(seed);
    this.kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
    this.chore = Chore.of(seed);
    this.rival = Rival.values()[Math.floorMod(Math.floorDiv(seed, 2), Rival.values().length)];
  }

  /** What the operator does by itself. */
  private enum Chore {
    MAINTENANCE,
    TEST,
    READING;

    static Chore of(long seed) {
      return switch (Math.floorMod(seed, 6)) {
        case 0, 3 -> TEST;
        case 2 -> READING;
        default -> MAINTENANCE;
      };
    }
  }

  /** What is under way beside it. */
  private enum Rival {
    NOTHING,
    RUN,
    RESTIC
  }

  @Override
  public String toString() {
    return "seed %d: %s during %s beside %s".formatted(seed, kind, chore, rival);
  }

  @Override
  public boolean hit() {
    return hit;
  }

  @Override
  public void run() throws Exception {
    Path folder = Machine.temporaryFolder("chore-seed-" + seed);
    try (FaultyS3 s3 = FaultyS3.before(world.s3, seed)) {
      String namespace = world.cluster.newNamespace("chore-seed-" + seed);
      tell(new ChoreSite(world, namespace, folder), s3);
      System.out.println(this + ": " + String.join("; ", story));
      world.cluster.client().namespaces().withName(namespace).delete();
    } finally {
      Folders.delete(folder);
    }
  }

  private void tell(ChoreSite site, FaultyS3 s3) throws Exception {
    try {
      run(site, s3);
    } catch (Exception | AssertionError e) {
      System.out.println(this + ": " + String.join("; ", story) + "; BROKEN: " + site.tell());
      throw e;
    }
  }

  private void run(ChoreSite site, FaultyS3 s3) throws Exception {
    site.apply(s3);
    for (int copy = 1; copy <= COPIES; copy++) {
      Landscape.fill(site.share(), 12, copy);
      copy(site, "copy-" + copy);
    }
    s3.slowDown(Duration.ofMillis(10 + random.nextInt(60)));
    BackupRun held = oldestFirst(site).getFirst();
    site.hold(held);
    Instant mended = strike(site, s3);
    s3.slowDown(Duration.ZERO);
    requireThatWhatStaysIsThere(site, held);
    await()
        .alias("is done once nothing is broken: " + this)
        .atMost(DONE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> {
          requireThatVerifiedNamesWhatPassed(site);
          return done(site).stream().anyMatch(mended::isBefore);
        });
    await()
        .alias("nothing is said to be damaged: " + this)
        .atMost(DONE)
        .until(() -> !site.isSaidToBeDamaged());
    site.patchRepository("{\"maintenance\": null}");
    site.patchPolicy("{\"verification\": null}");
    await().atMost(DONE).until(() -> site.runs().stream().allMatch(ChoreFaultSeed::isOver));
    site.runs().forEach(run -> remember(site, run));
    copy(site, "last");
    requireThatWhatStaysIsThere(site, held);
    requireThatAllRestore(site);
    FaultAftermath aftermath = new FaultAftermath(world, site.namespace(), s3, site.restic());
    aftermath.assertNothingLeftOver();
    aftermath.assertCleanForRestic();
  }

  /** What stays before and after it was listed: a run that ends meanwhile takes a place. */
  private static void requireThatWhatStaysIsThere(ChoreSite site, BackupRun held) {
    List<String> stays = stays(site);
    List<String> there = site.snapshots();
    List<String> still = stays(site);
    assertThat(there)
        .contains(snapshot(held))
        .containsAll(stays.stream().filter(still::contains).toList());
  }

  /** The newest, without places that may be taken by what a run stored that has not succeeded. */
  private static List<String> stays(ChoreSite site) {
    List<BackupRun> runs = site.runs();
    List<BackupRun> succeeded =
        runs.stream()
            .filter(run -> run.getStatus() != null)
            .filter(run -> run.getStatus().phase() == RunPhase.SUCCEEDED)
            .sorted(Comparator.comparing(ChoreFaultSeed::capturedAt).reversed())
            .toList();
    return succeeded.stream()
        .limit(Math.max(0, KEPT - (runs.size() - succeeded.size())))
        .map(ChoreFaultSeed::snapshot)
        .toList();
  }

  private static Instant capturedAt(BackupRun run) {
    return Objects.requireNonNull(run.getStatus().capturedAt());
  }

  private static String snapshot(BackupRun run) {
    return String.valueOf(run.getStatus().targets().getFirst().snapshotId());
  }

  /** Strikes while the chore is under way; one that is faster is followed by the next minute's. */
  private Instant strike(ChoreSite site, FaultyS3 s3) throws Exception {
    FaultAct act = new FaultAct(world, site.namespace(), kind, s3, random, 60);
    Landscape.fill(site.share(), 12, 99);
    switch (chore) {
      case MAINTENANCE -> site.patchRepository("{\"maintenance\": %s}".formatted(EVERY_MINUTE));
      case TEST ->
          site.patchPolicy("{\"verification\": {\"schedule\": %s}}".formatted(EVERY_MINUTE));
      case READING -> site.patchPolicy(ALL_EVERY_MINUTE);
    }
    for (int trial = 0; ; trial++) {
      String underWay =
          await()
              .alias("begins: " + this)
              .atMost(DONE)
              .pollInterval(Duration.ofMillis(50))
              .until(() -> underWay(site), Optional::isPresent)
              .orElseThrow();
      Thread beside = trial == 0 ? begin(site) : Thread.startVirtualThread(() -> {});
      Optional<String> blow =
          act.inflict(trial, () -> !underWay(site).filter(underWay::equals).isPresent());
      hit = blow.isPresent();
      story.add(blow.orElse("it was faster than the fault"));
      beside.join();
      if (hit || trial == 2) {
        return Instant.now();
      }
    }
  }

  private Thread begin(ChoreSite site) {
    return switch (rival) {
      case NOTHING -> Thread.startVirtualThread(() -> {});
      case RUN -> {
        Manifests.apply(site.client(), Manifests.run(site.namespace(), "rival", "nightly"));
        yield Thread.startVirtualThread(() -> {});
      }
      case RESTIC -> Thread.startVirtualThread(() -> backUpWithRestic(site));
    };
  }

  /** It may find the repository locked; what it says it stored must be there in the end. */
  private void backUpWithRestic(ChoreSite site) {
    try {
      String said = site.restic().run("backup", "--json", site.share().toString());
      String id = said.replaceAll("(?s).*\"snapshot_id\":\"([0-9a-f]+)\".*", "$1");
      String whole =
          site.snapshots().stream().filter(one -> one.startsWith(id)).findFirst().orElseThrow();
      synchronized (copied) {
        copied.put(whole, Trees.files(site.share()));
      }
      story.add("restic stored " + id);
    } catch (AssertionError e) {
      story.add("restic was refused");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void copy(ChoreSite site, String name) {
    for (int trial = 0; ; trial++) {
      String run = name + "-" + trial;
      Manifests.apply(site.client(), Manifests.run(site.namespace(), run, "nightly"));
      await().atMost(DONE).until(() -> isOver(site.run(run)));
      if (remember(site, site.run(run)) || trial == 2) {
        assertThat(site.run(run).getStatus().phase())
            .as(() -> this + ": " + site.run(run).getStatus())
            .isEqualTo(RunPhase.SUCCEEDED);
        return;
      }
    }
  }

  private boolean remember(ChoreSite site, BackupRun run) {
    BackupRunStatus status = run.getStatus();
    if (status.phase() != RunPhase.SUCCEEDED) {
      return false;
    }
    synchronized (copied) {
      copied.computeIfAbsent(snapshot(run), _ -> site.files());
    }
    return true;
  }

  private static boolean isOver(BackupRun run) {
    return run.getStatus() != null
        && run.getStatus().phase() != null
        && run.getStatus().phase().isFinal();
  }

  private static List<BackupRun> oldestFirst(ChoreSite site) {
    return site.runs().stream()
        .sorted(Comparator.comparing(run -> run.getMetadata().getName()))
        .toList();
  }

  private Optional<String> underWay(ChoreSite site) {
    return switch (chore) {
      case MAINTENANCE -> underWay(site.maintenance());
      case READING -> underWay(site.reading());
      case TEST ->
          site.tests().stream()
              .filter(test -> test.getStatus() != null)
              .filter(test -> test.getStatus().phase() == RestorePhase.RUNNING)
              .map(test -> test.getMetadata().getName())
              .findFirst();
    };
  }

  private Optional<Instant> done(ChoreSite site) {
    return switch (chore) {
      case MAINTENANCE -> done(site.maintenance());
      case READING -> done(site.reading());
      case TEST -> {
        BackupPolicy policy = site.policy();
        yield Optional.ofNullable(policy.getStatus().lastVerification())
            .filter(_ -> ChoreSite.isVerified(policy))
            .map(last -> last.time());
      }
    };
  }

  private static Optional<String> underWay(MaintenanceStatus pass) {
    return pass.phase() == MaintenancePhase.RUNNING
        ? Optional.of(String.valueOf(pass.dueTime()))
        : Optional.empty();
  }

  private static Optional<Instant> done(MaintenanceStatus pass) {
    return pass.phase() == MaintenancePhase.SUCCEEDED
        ? Optional.ofNullable(pass.completionTime())
        : Optional.empty();
  }

  private static void requireThatVerifiedNamesWhatPassed(ChoreSite site) {
    BackupPolicy policy = site.policy();
    if (ChoreSite.isVerified(policy)) {
      LastVerification last = Objects.requireNonNull(policy.getStatus().lastVerification());
      String named = Objects.requireNonNull(last.restore());
      assertThat(new Restores(site.client(), site.namespace()).condition(named, "Passed"))
          .contains("Passed=True");
    }
  }

  private void requireThatAllRestore(ChoreSite site) throws Exception {
    for (String snapshot : site.snapshots()) {
      assertThat(copied).containsKey(snapshot);
      Path restored = site.folder().resolve("restored-" + snapshot);
      site.restic().run("restore", "--target", restored.toString(), snapshot);
      assertThat(Trees.files(restored)).isEqualTo(copied.get(snapshot));
    }
  }
}
