package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenancePhase;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.repository.lock.LockInfo;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.lock.RepositoryLock;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.s3.DocumentedRights;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.minio.credentials.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository is looked after by itself, and everything that happens to it stands in status. */
class MaintenanceIT {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final Duration SOON = Duration.ofMinutes(5);

  @TempDir private static Path folder;
  private static Landscape landscape;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @Test
  void whatNoSnapshotNeedsIsFreedWithCredentialsThatOnlyMaintenanceHas() throws Exception {
    String namespace = landscape.namespace("upkeep");
    String bucket = landscape.s3().newBucketWithObjectLock();
    writerWithoutTheRightToDelete(namespace, bucket);
    Path share = folder.resolve(namespace);
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      Manifests.apply(
          landscape.client(), maintained(namespace, bucket, DocumentedRights.PREFIX, "writer"));
      Manifests.apply(
          landscape.client(), Manifests.filesPolicy(namespace, "share", share, "0 0 1 1 *"));
      Landscape.fill(share, 12, 1);
      String free = copy(namespace, "first", operator);
      landscape.s3().lockFromNowOn(bucket);
      Landscape.fill(share, 12, 2);
      String locked = copy(namespace, "second", operator);
      Map<String, String> lockedContent = Trees.files(share);
      Landscape.fill(share, 12, 3);
      String newest = copy(namespace, "third", operator);
      Restic restic = restic(bucket, DocumentedRights.PREFIX);
      assertThat(heldBack(namespace)).isEqualTo("False/NoRetention");
      assertThat(restic.run("snapshots")).contains(free, locked, newest);
      keepLast(namespace, 1);

      MaintenanceStatus.MaintenanceOutcome done =
          await().atMost(LONG).until(() -> freed(namespace), Optional::isPresent).orElseThrow();

      assertThat(done.resticVersion()).matches("0\\.\\d+\\.\\d+");
      assertThat(done.snapshots()).isEqualTo(2);
      assertThat(done.snapshotsRemoved()).isEqualTo(1);
      assertThat(done.damagedSnapshots()).isZero();
      assertThat(done.duration()).isNotBlank();
      await().atMost(LONG).until(() -> maintained(namespace).equals("True/MaintenanceDone"));
      assertThat(status(namespace).usage().getFirst().policy()).isEqualTo(namespace + "/share");
      assertThat(status(namespace).nextTime()).isNotNull();
      assertThat(repository(namespace).getStatus().lastMaintenanceTime()).isNotNull();
      assertThat(events(namespace)).contains("MaintenanceStarted", "MaintenanceSucceeded");
      assertThat(operator.log()).doesNotContain(Manifests.PASSWORD, landscape.s3().secretKey());
      // By event: without one the condition would follow only after the longest pause of all.
      await().atMost(SOON).until(() -> heldBack(namespace).equals("False/RemovalWithinLimit"));
      assertThat(retention(namespace))
          .singleElement()
          .satisfies(told -> {
            assertThat(told.repository()).isEqualTo("offsite");
            assertThat(told.snapshots()).isEqualTo(2);
            assertThat(told.samples())
                .filteredOn(sample -> locked.equals(sample.snapshot()))
                .singleElement()
                .satisfies(sample -> assertThat(sample.why()).startsWith("object lock: until "));
            RetentionStatus.Next next = Objects.requireNonNull(told.next());
            assertThat(next.removes()).isZero();
            assertThat(next.message())
                .startsWith("With keepLast=1 in ")
                .contains(" removes 0 of 2 snapshots; no copy is due until then.");
          });
      restic.run("check", "--read-data");
      assertThat(restic.run("snapshots")).contains(locked, newest).doesNotContain(free);
      assertThat(restored(restic, locked)).isEqualTo(lockedContent);
      assertThat(restored(restic, newest)).isEqualTo(Trees.files(share));
      copy(namespace, "fourth", operator);
    }
  }

  @Test
  void aLockLeftByAPodOfOursGoesAForeignOneIsNamedAndARecoveryInterruptsThePass() throws Exception {
    String namespace = landscape.namespace("locked");
    Path share = folder.resolve(namespace);
    Landscape.fill(share, 4, 1);
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(
          landscape.client(), Manifests.filesPolicy(namespace, "share", share, "0 0 1 1 *"));
      copy(namespace, "first", operator);
      String pod =
          Optional.ofNullable(landscape.run(namespace, "first"))
              .flatMap(run -> Optional.ofNullable(run.getStatus().worker()))
              .flatMap(worker -> Optional.ofNullable(worker.pod()))
              .orElseThrow();
      try (Repository open = opened(namespace, "laptop.example.org");
          RepositoryLock _ = open.locks().acquire(LockMode.SHARED);
          Repository gone = opened(namespace, pod);
          RepositoryLock _ = gone.locks().acquire(LockMode.SHARED)) {
        Manifests.apply(landscape.client(), maintained(namespace, namespace, "offsite", "s3"));

        await().atMost(LONG).until(() -> "RepositoryLocked".equals(status(namespace).reason()));
        assertThat(status(namespace).message())
            .as(operator::log)
            .containsPattern("somebody@laptop\\.example\\.org, renewed 20\\d\\d-")
            .contains("somebody@" + pod);
        await().atMost(LONG).until(() -> lockHolders(open).equals(List.of("laptop.example.org")));
        assertThat(messages(namespace, "LockRemoved"))
            .containsExactly(
                "Removed 1 lock on the repository that the pod %s left behind.".formatted(pod));

        await().atMost(LONG).until(() -> isAtWorkAgain(namespace));
        recoveryGoesFirst(namespace, share);
        assertThat(lockHolders(open)).contains("laptop.example.org");
      }
      await().atMost(LONG).until(() -> status(namespace).phase() == MaintenancePhase.SUCCEEDED);
      assertThat(events(namespace)).contains("AttemptFailed");
    }
  }

  /** A person who lost files does not wait until maintenance has had its turn. */
  private static void recoveryGoesFirst(String namespace, Path share) throws Exception {
    // Not below /tmp, which is part of the workers' read-only root, and where the project may lie.
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "salvaguarda");
    Path target = Files.createTempDirectory(Files.createDirectories(cache), "recovered-");
    try {
      recoveryGoesFirst(namespace, share, target);
    } finally {
      Folders.delete(target);
    }
  }

  private static void recoveryGoesFirst(String namespace, Path share, Path target)
      throws Exception {
    Restores restores = new Restores(landscape.client(), namespace);
    restores.create(
        "urgent",
        """
        purpose: Recovery
        source: {policyRef: {name: share, at: Latest}}
        target:
          files:
            hostPath: {path: %s}
            subPath: restored
            owners: true
        """
            .formatted(target));

    RestoreStatus urgent = restores.ended("urgent");
    assertThat(urgent.phase()).as(urgent::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(Trees.files(target)).containsAllEntriesOf(Trees.files(share));
    assertThat(messages(namespace, "AttemptFailed"))
        .anyMatch(told -> told.contains("The pass gives way to restore urgent."));
  }

  private static boolean isAtWorkAgain(String namespace) {
    MaintenanceStatus status = status(namespace);
    return status.phase() == MaintenancePhase.RUNNING
        && Optional.ofNullable(status.attempt()).orElse(0) > 1
        && status.nextAttemptTime() == null;
  }

  private static List<String> lockHolders(Repository open) {
    return open.locks().list().stream().map(LockInfo::hostname).distinct().toList();
  }

  @Test
  void anOperatorThatStartsAnewGoesOnWithThePassThatIsUnderWay() throws Exception {
    String namespace = landscape.namespace("restarted");
    OperatorProcess first = OperatorProcess.start(landscape.cluster());
    try {
      Manifests.apply(landscape.client(), maintained(namespace, namespace, "offsite", "s3"));
      await().atMost(LONG).until(() -> !jobs(namespace).isEmpty());
    } finally {
      first.kill();
      first.close();
    }
    String job = jobs(namespace).getFirst().getMetadata().getName();
    Manifests.apply(
        landscape.client(),
        maintained(namespace, namespace, "offsite", "s3").replace("* * * * *", "0 0 1 1 *"));
    try (OperatorProcess second = OperatorProcess.start(landscape.cluster())) {
      await().atMost(LONG).until(() -> status(namespace).last() != null);

      assertThat(status(namespace).last()).as(second::log).isNotNull();
      assertThat(Optional.ofNullable(status(namespace).worker()).orElseThrow().job())
          .isEqualTo(job);
      assertThat(status(namespace).attempt()).isEqualTo(1);
    }
  }

  private static void writerWithoutTheRightToDelete(String namespace, String bucket)
      throws Exception {
    Credentials writer = DocumentedRights.on(landscape.s3(), bucket);
    landscape
        .client()
        .resource(
            Manifests.secret(
                namespace,
                "writer",
                Map.of(
                    "accessKey",
                    writer.accessKey(),
                    "secretKey",
                    writer.secretKey(),
                    "sessionToken",
                    Optional.ofNullable(writer.sessionToken()).orElseThrow())))
        .create();
  }

  private static String maintained(
      String namespace, String bucket, String prefix, String credentials) {
    return Manifests.repository(namespace, "offsite", landscape.s3(), bucket)
            .replace("prefix: offsite", "prefix: " + prefix)
            .replace(
                "credentialsRef: {name: s3}",
                "credentialsRef: {name: %s}\n    prunerCredentialsRef: {name: s3}"
                    .formatted(credentials))
        + "  maintenance: {cron: \"* * * * *\"}\n";
  }

  /** Returns the id of the snapshot, as restic abbreviates it. */
  private static String copy(String namespace, String run, OperatorProcess operator) {
    Manifests.apply(landscape.client(), Manifests.run(namespace, run, "share"));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, run));
    assertThat(landscape.phase(namespace, run)).as(operator::log).contains(RunPhase.SUCCEEDED);
    return Optional.ofNullable(landscape.run(namespace, run))
        .flatMap(ended -> Optional.ofNullable(ended.getStatus().targets().getFirst().snapshotId()))
        .orElseThrow()
        .substring(0, 8);
  }

  private static void keepLast(String namespace, int snapshots) {
    landscape
        .client()
        .resource(policy(namespace))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"retention\":{\"keepLast\":%d}}}".formatted(snapshots));
  }

  private static Map<String, String> restored(Restic restic, String snapshot) throws Exception {
    Path target = Files.createTempDirectory(folder, "restored-");
    restic.run("restore", snapshot, "--target", target.toString());
    return Trees.files(target);
  }

  private static Restic restic(String bucket, String prefix) {
    return new Restic(landscape.s3(), bucket, prefix, Manifests.PASSWORD, folder);
  }

  private static Repository opened(String namespace, String host) {
    return OwnEngine.on(restic(namespace, "offsite"))
        .open(new Actor(host, "somebody", 4_711, 0, 0, "test"));
  }

  private static BackupRepository repository(String namespace) {
    return Optional.ofNullable(
            landscape
                .client()
                .resources(BackupRepository.class)
                .inNamespace(namespace)
                .withName("offsite")
                .get())
        .orElseThrow();
  }

  private static MaintenanceStatus status(String namespace) {
    return Optional.ofNullable(repository(namespace).getStatus())
        .flatMap(status -> Optional.ofNullable(status.maintenance()))
        .orElseGet(MaintenanceStatus::none);
  }

  private static Optional<MaintenanceStatus.MaintenanceOutcome> freed(String namespace) {
    return Optional.ofNullable(status(namespace).last())
        .filter(done -> Optional.ofNullable(done.bytesFreed()).orElse(0L) > 0);
  }

  private static String maintained(String namespace) {
    return answer(repository(namespace).getStatus().conditions(), "Maintained");
  }

  private static String heldBack(String namespace) {
    return answer(policy(namespace).getStatus().conditions(), "RetentionHeldBack");
  }

  private static String answer(List<Condition> conditions, String type) {
    return conditions.stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus() + "/" + condition.getReason())
        .findFirst()
        .orElse("");
  }

  private static List<RetentionStatus> retention(String namespace) {
    return policy(namespace).getStatus().retention();
  }

  private static BackupPolicy policy(String namespace) {
    return Optional.ofNullable(
            landscape
                .client()
                .resources(BackupPolicy.class)
                .inNamespace(namespace)
                .withName("share")
                .get())
        .orElseThrow();
  }

  private static List<Job> jobs(String namespace) {
    return landscape.client().batch().v1().jobs().inNamespace(namespace).list().getItems();
  }

  private static List<String> events(String namespace) {
    return landscape.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  private static List<String> messages(String namespace, String reason) {
    return landscape.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .map(Event::getMessage)
        .toList();
  }
}
