package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.HookStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.testkit.http.HookServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.s3.FaultyS3;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * One seed: a run, a fault at some moment of it, and the promises that hold whatever happened.
 *
 * <ol>
 *   <li>The run ends before its deadline.
 *   <li>A run that says Succeeded has snapshots that stock restic restores identically.
 *   <li>A run that another attempt could have helped was given all of its attempts.
 *   <li>Once nothing is broken any more, a run succeeds, and nothing was uploaded twice.
 *   <li>No lock, Job, pod or work order is left over, and the repository is clean for restic.
 *   <li>What a hook before the run put into another state, one after it took back, whenever a run
 *       has ended.
 *   <li>Where there is a second repository, all of this is true of it, too, once a run has
 *       succeeded.
 * </ol>
 */
final class FaultSeed implements FaultMatrix.Story {
  private static final Duration SOON = Duration.ofMinutes(5);
  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final List<FaultKind> KINDS = FaultKind.ofRuns();
  private static final int MOST_RUNS = 3;
  private static final int TRIALS = 3;

  private final FaultWorld world;
  private final long seed;
  private final FaultKind kind;
  private final boolean ofDatabase;
  private final boolean replicated;
  private final boolean hooked;
  private final Random random;
  private final List<String> story = new ArrayList<>();
  private final HookServer application = new HookServer();
  private volatile boolean hit;

  FaultSeed(FaultWorld world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = FaultSite.random(seed);
    this.kind = KINDS.get(Math.floorMod(seed, KINDS.size()));
    this.replicated = Math.floorMod(Math.floorDiv(seed, KINDS.size()), 2) == 0;
    this.hooked = Math.floorMod(Math.floorDiv(seed, 2 * KINDS.size()), 2) == 0;
    this.ofDatabase = kind == FaultKind.DATABASE_KILLED || random.nextBoolean();
  }

  @Override
  public String toString() {
    return "seed %d: %s during a copy of %s%s%s"
        .formatted(
            seed,
            kind,
            ofDatabase ? "databases" : "files",
            replicated ? " to two repositories" : "",
            hooked ? " between hooks" : "");
  }

  @Override
  public boolean hit() {
    return hit;
  }

  @Override
  public void run() throws Exception {
    Path folder = Machine.temporaryFolder("seed-" + seed);
    try (FaultyS3 s3 = FaultyS3.before(world.s3, seed)) {
      String namespace = world.cluster.newNamespace("seed-" + seed);
      run(namespace, folder, s3);
      System.out.println(this + ": " + String.join("; ", story));
      world.cluster.client().namespaces().withName(namespace).delete();
    } catch (Exception | AssertionError e) {
      System.out.println(this + ": " + String.join("; ", story) + "; BROKEN: " + e.getMessage());
      throw e;
    } finally {
      application.close();
      Folders.delete(folder);
    }
  }

  private void run(String namespace, Path folder, FaultyS3 s3) throws Exception {
    apply(namespace, folder, s3);
    s3.slowDown(Duration.ofMillis(10 + random.nextInt(60)));
    FaultAct act = new FaultAct(world, namespace, kind, s3, random, replicated ? 130 : 40);

    BackupRunStatus last = strike(act, namespace, folder, s3);
    for (int n = 2; last.phase() != RunPhase.SUCCEEDED && n <= MOST_RUNS; n++) {
      Manifests.apply(client(), Manifests.run(namespace, "run-" + n, "nightly"));
      last = ended(namespace, "run-" + n, folder, s3);
    }
    assertThat(last.phase()).as(() -> tell(namespace)).isEqualTo(RunPhase.SUCCEEDED);
    for (Restic repository : repositories(namespace, folder)) {
      FaultAftermath aftermath = new FaultAftermath(world, namespace, s3, repository);
      aftermath.assertNothingUploadedTwice();
      aftermath.assertNothingLeftOver();
      aftermath.assertCleanForRestic();
    }
  }

  private List<Restic> repositories(String namespace, Path folder) {
    Restic first = new Restic(world.s3, namespace, "offsite", Manifests.PASSWORD, folder);
    return replicated
        ? List.of(first, new Restic(world.s3, namespace, "vault", "of the vault", folder))
        : List.of(first);
  }

  /** Starts a run and strikes; one that is faster than the fault is followed by another. */
  private BackupRunStatus strike(FaultAct act, String namespace, Path folder, FaultyS3 s3)
      throws Exception {
    for (int trial = 0; ; trial++) {
      String name = "struck-" + trial;
      Manifests.apply(client(), Manifests.run(namespace, name, "nightly"));
      Optional<String> blow =
          act.inflict(trial, () -> status(namespace, name).map(this::hasEnded).orElse(false));
      hit = blow.isPresent();
      story.add(blow.orElse("the run was faster than the fault"));
      BackupRunStatus status = ended(namespace, name, folder, s3);
      if (hit || trial == TRIALS - 1) {
        return status;
      }
      makeTree(share(folder));
    }
  }

  private void apply(String namespace, Path folder, FaultyS3 s3) throws IOException {
    Manifests.applyRepositorySecrets(client(), namespace, s3);
    FaultSite site = new FaultSite(world, namespace);
    site.readerSecret();
    site.secret("vault", Map.of("password", "of the vault"));
    List<Restic> repositories = repositories(namespace, folder);
    // The operator makes the second one, while other seeds' faults strike it.
    OwnEngine.on(repositories.getFirst()).make();
    for (Restic one : repositories) {
      Manifests.apply(
          client(),
          Manifests.repository(namespace, one.prefix(), s3, namespace)
              .replace(
                  "{name: archive}",
                  one.prefix().equals("vault") ? "{name: vault}" : "{name: archive}"));
    }
    makeTree(share(folder));
    Manifests.apply(client(), policy(namespace, folder));
    for (Restic one : repositories) {
      site.awaitReady(one.prefix());
    }
  }

  private BackupRunStatus ended(String namespace, String name, Path folder, FaultyS3 s3)
      throws Exception {
    await()
        .alias("the run ends before its deadline: " + this)
        .atMost(DEADLINE.plus(SOON))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> status(namespace, name).map(this::hasEnded).orElse(false));
    BackupRunStatus status = status(namespace, name).orElseThrow();
    story.add(
        "%s %s%s after attempt %d, %d requests"
            .formatted(
                name,
                status.phase(),
                status.reason() == null ? "" : " (" + status.reason() + ")",
                status.attempt(),
                s3.requests()));
    if (hooked && !status.hooks().isEmpty()) {
      assertThat(application.calls()).as(() -> tell(namespace)).contains("on").endsWith("off");
      assertThat(status.hooks())
          .as(() -> tell(namespace))
          .allMatch(hook -> hook.state() == HookStatus.State.SUCCEEDED);
    }
    if (status.phase() == RunPhase.SUCCEEDED) {
      assertThat(status.hooks()).hasSize(hooked ? 2 : 0);
      for (Restic repository : repositories(namespace, folder)) {
        new FaultProof(repository, folder.resolve("restored-" + name + "-" + repository.prefix()))
            .assertRestores(status, ofDatabase ? Optional.empty() : Optional.of(share(folder)));
      }
    } else {
      assertThat(gaveUpTooEarly(status)).as(() -> tell(namespace)).isFalse();
    }
    return status;
  }

  private static boolean gaveUpTooEarly(BackupRunStatus status) {
    // A copy that lags is caught up by the next run, since an attempt reads the source.
    boolean onlyLags =
        status.repositories().stream()
            .limit(1)
            .anyMatch(first -> first.state() == RunRepositoryStatus.State.COMPLETE);
    return !onlyLags && FaultSite.gaveUpTooEarly(status.attempt(), status.reason());
  }

  private boolean hasEnded(BackupRunStatus status) {
    return status.phase() != null && status.phase().isFinal();
  }

  private Optional<BackupRunStatus> status(String namespace, String name) {
    return Optional.ofNullable(
            client().resources(BackupRun.class).inNamespace(namespace).withName(name).get())
        .map(BackupRun::getStatus);
  }

  private String tell(String namespace) {
    return this
        + ": "
        + String.join("; ", story)
        + new FaultSite(world, namespace).tell(BackupRun.class);
  }

  private String policy(String namespace, Path folder) {
    String databases = kind == FaultKind.DATABASE_KILLED ? "ledger, staff" : "payroll, staff";
    String source =
        ofDatabase
            ? "postgresql: {host: %s, port: %d, databases: [%s], globals: false, credentialsRef: {name: reader}}"
                .formatted(world.postgres.host(), world.postgres.port(), databases)
            : "files: {hostPath: {path: %s}}".formatted(share(folder));
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata:
      name: nightly
      namespace: %s
    spec:
      schedules:
        - {name: yearly, cron: "0 0 1 1 *"}
      source:
        %s
      repositories:
        - {name: offsite}%s
      runTemplate:
        activeDeadline: %dm
    %s\
    """
        .formatted(
            namespace,
            source,
            replicated ? "\n    - {name: vault}" : "",
            DEADLINE.toMinutes(),
            hooked
                ? "  hooks: {before: [%s], after: [%s]}\n"
                    .formatted(application.hook("on"), application.hook("off"))
                : "");
  }

  private void makeTree(Path share) throws IOException {
    for (int i = 0; i < 60; i++) {
      byte[] content = new byte[random.nextInt(250_000)];
      random.nextBytes(content);
      Path file = share.resolve("d" + i % 5).resolve("f" + i + ".bin");
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
  }

  private static Path share(Path folder) {
    return folder.resolve("share");
  }

  private KubernetesClient client() {
    return world.cluster.client();
  }
}
