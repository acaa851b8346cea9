package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.FaultyS3;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One seed: a restore, a fault at some moment of it, and the promises that hold whatever happened.
 *
 * <ol>
 *   <li>The restore ends before its deadline, with a reason unless it passed.
 *   <li>What passed is what was copied: database, files, or the answer of the server that was
 *       started for it. Nothing else of that restore is left in the place.
 *   <li>No name ever stands for half of it; what {@code Force} may replace is there until then.
 *   <li>A restore that another attempt could have helped was given all of its attempts.
 *   <li>The repository is clean for restic, whatever was done to a restore.
 *   <li>Once nothing is broken any more, a restore passes, and no Job, pod or work order is left.
 * </ol>
 */
final class RestoreFaultSeed implements FaultMatrix.Story {
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final List<FaultKind> KINDS = List.of(FaultKind.values());
  private static final int MOST_RESTORES = 3;
  private static final int TRIALS = 3;

  private final FaultWorld world;
  private final Originals originals;
  private final long seed;
  private final FaultKind kind;
  private final Random random;
  private final boolean force;
  private final Destination destination;
  private final List<String> story = new ArrayList<>();
  private volatile boolean hit;

  RestoreFaultSeed(FaultWorld world, Originals originals, long seed) {
    this.world = world;
    this.originals = originals;
    this.seed = seed;
    this.random = FaultSite.random(seed);
    FaultKind drawn = KINDS.get(Math.floorMod(seed, KINDS.size()));
    this.kind = drawn == FaultKind.SCRATCH_FULL && !canFill() ? FaultKind.AGENT_KILLED : drawn;
    this.force = random.nextBoolean();
    this.destination = destination();
  }

  private enum Destination {
    SCRATCH,
    SERVER,
    FILES
  }

  private Destination destination() {
    Destination drawn = Destination.values()[random.nextInt(Destination.values().length)];
    return switch (kind) {
      case SCRATCH_FULL -> Destination.SCRATCH;
      case DATABASE_KILLED -> Destination.SERVER;
      default -> drawn;
    };
  }

  /** Only root can mount a file system that is small. */
  static boolean canFill() {
    return Machine.isRoot();
  }

  @Override
  public String toString() {
    return "seed %d: %s during a restore into %s%s"
        .formatted(seed, kind, destination, force ? " by force" : "");
  }

  @Override
  public boolean hit() {
    return hit;
  }

  @Override
  public void run() throws Exception {
    Path folder = Machine.temporaryFolder("restore-seed-" + seed);
    try (FaultyS3 s3 = FaultyS3.before(world.s3, seed)) {
      String namespace = world.cluster.newNamespace("restore-seed-" + seed);
      RestoredPlace place = new RestoredPlace(world, originals, folder, "back_" + seed);
      run(namespace, place, s3);
      System.out.println(this + ": " + String.join("; ", story));
      new Restic(world.s3, originals.bucket(), "offsite", Manifests.PASSWORD, folder)
          .run("--no-lock", "check", "--read-data");
      place.clear();
      world.cluster.client().namespaces().withName(namespace).delete();
    } catch (Exception | AssertionError e) {
      System.out.println(this + ": " + String.join("; ", story) + "; BROKEN: " + e.getMessage());
      throw e;
    } finally {
      Folders.delete(folder);
    }
  }

  private void run(String namespace, RestoredPlace place, FaultyS3 s3) throws Exception {
    apply(namespace, s3);
    s3.slowDown(Duration.ofMillis(10 + random.nextInt(60)));
    if (force && destination == Destination.SERVER) {
      place.occupy();
    }
    RestoreStatus last = strike(namespace, place, s3);
    for (int n = 2; last.phase() != RestorePhase.SUCCEEDED && n <= MOST_RESTORES; n++) {
      // What an earlier restore may have finished is not of this one.
      last = ended(namespace, create(namespace, "next-" + n, place, true), place);
    }
    assertThat(last.phase()).as(() -> tell(namespace)).isEqualTo(RestorePhase.SUCCEEDED);
    await()
        .alias("no Job, pod or work order is left over")
        .atMost(SOON)
        .untilAsserted(() -> assertThat(LeftOver.in(client(), namespace)).isEmpty());
  }

  /** Starts a restore and strikes; one that is faster than the fault is followed by another. */
  private RestoreStatus strike(String namespace, RestoredPlace place, FaultyS3 s3)
      throws Exception {
    FaultAct act = new FaultAct(world, namespace, kind, s3, random, 40);
    String prefix = kind == FaultKind.SCRATCH_FULL ? "full-" : "struck-";
    for (int trial = 0; ; trial++) {
      String name = create(namespace, prefix + trial, place, force || trial > 0);
      Optional<String> blow = act.inflict(trial, () -> isOver(namespace, name));
      hit = blow.isPresent();
      story.add(blow.orElse("the restore was faster than the fault"));
      RestoreStatus status = ended(namespace, name, place);
      // A space that is full too late is in nobody's way.
      hit &= kind != FaultKind.SCRATCH_FULL || status.phase() != RestorePhase.SUCCEEDED;
      if (hit || trial == TRIALS - 1) {
        return status;
      }
    }
  }

  private void apply(String namespace, FaultyS3 s3) {
    Manifests.applyRepositorySecrets(client(), namespace, s3);
    FaultSite site = new FaultSite(world, namespace);
    site.secret("restorer", Map.of("username", "restorer", "password", "restorer"));
    Manifests.apply(client(), Manifests.repository(namespace, "offsite", s3, originals.bucket()));
    site.awaitReady("offsite");
  }

  private String create(String namespace, String name, RestoredPlace place, boolean overwrite) {
    String target =
        switch (destination) {
          case SCRATCH -> place.inScratch();
          case SERVER -> place.onServer(overwrite);
          case FILES -> place.asFiles(overwrite);
        };
    String snapshot = destination == Destination.FILES ? originals.files() : originals.database();
    new Restores(client(), namespace)
        .create(
            name,
            "source: {snapshot: {repositoryRef: {name: offsite}, id: \"%s\"}}\ndeadline: %dm\n%s"
                .formatted(snapshot, DEADLINE.toMinutes(), target));
    return name;
  }

  private RestoreStatus ended(String namespace, String name, RestoredPlace place) throws Exception {
    await()
        .alias("the restore ends before its deadline: " + this)
        .atMost(DEADLINE.plus(SOON))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> isOver(namespace, name));
    Restore restore = found(namespace, name).orElseThrow();
    RestoreStatus status = restore.getStatus();
    story.add(
        "%s %s%s after attempt %d"
            .formatted(
                name,
                status.phase(),
                status.reason() == null ? "" : " (" + status.reason() + ")",
                status.attempt()));
    boolean passed = status.phase() == RestorePhase.SUCCEEDED;
    assertThat(new Restores(client(), namespace).condition(name, "Passed"))
        .contains("Passed=" + (passed ? "True" : "False"));
    if (passed) {
      requireRestored(status, place, restore.getMetadata().getUid());
    } else {
      assertThat(status.reason()).as(() -> tell(namespace)).isNotBlank();
      assertThat(status.message()).as(() -> tell(namespace)).isNotBlank();
      assertThat(status.measuredRto()).isNull();
      assertThat(FaultSite.gaveUpTooEarly(status.attempt(), status.reason()))
          .as(() -> tell(namespace))
          .isFalse();
      requireNothingHalf(place);
    }
    return status;
  }

  private void requireRestored(RestoreStatus status, RestoredPlace place, String uid)
      throws Exception {
    switch (destination) {
      case SCRATCH -> {
        assertThat(status.rung()).isEqualTo("V3");
        assertThat(status.checks()).hasSize(1).allMatch(check -> check.passed());
      }
      case SERVER -> {
        assertThat(status.rung()).isEqualTo("V3");
        place.requireDatabase(uid, status.targets().getFirst().name());
      }
      case FILES -> {
        assertThat(status.rung()).isEqualTo("V2");
        place.requireFiles();
      }
    }
  }

  private void requireNothingHalf(RestoredPlace place) throws Exception {
    switch (destination) {
      case SCRATCH -> {}
      case SERVER -> place.requireNoHalfDatabase(force);
      case FILES -> place.requireNoHalfFiles();
    }
  }

  private boolean isOver(String namespace, String name) {
    return found(namespace, name)
        .map(Restore::getStatus)
        .map(RestoreStatus::phase)
        .map(RestorePhase::isFinal)
        .orElse(false);
  }

  private Optional<Restore> found(String namespace, String name) {
    return Optional.ofNullable(
        client().resources(Restore.class).inNamespace(namespace).withName(name).get());
  }

  private String tell(String namespace) {
    return this
        + ": "
        + String.join("; ", story)
        + new FaultSite(world, namespace).tell(Restore.class);
  }

  private KubernetesClient client() {
    return world.cluster.client();
  }
}
