package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is stored is read on schedule, and what has changed turns the runs that need it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegrityIT {
  private static final Duration LONG = Duration.ofMinutes(10);

  @TempDir private static Path folder;
  private Landscape landscape;
  private OperatorProcess operator;
  private String namespace;
  private String neighbour;

  @BeforeAll
  void start() {
    landscape = Landscape.start();
    operator = OperatorProcess.start(landscape.cluster());
    namespace = landscape.namespace("integrity");
    neighbour = landscape.namespace("neighbour");
    landscape.repository(namespace);
  }

  @AfterAll
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @Test
  void fromTheScheduleToTheConditionOfTheRunsAndBack() throws Exception {
    Path share = folder.resolve("share");
    Landscape.fill(share, 8, 20261126);
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(namespace, "share", share, "0 0 1 1 *")
            + """
              verification:
                integrity: {cron: "* * * * *", readPercent: 100}
            """);
    copy(namespace, "one");
    shareThePlace(share);
    copy(neighbour, "other");

    await("all is intact")
        .atMost(LONG)
        .until(() -> policy("Intact").equals("True/ReadingDone") && packsRead() > 0);
    assertThat(told().last())
        .satisfies(last -> {
          assertThat(last.reading()).isEqualTo(1);
          assertThat(last.readings()).isEqualTo(1);
          assertThat(last.bytesRead()).isPositive();
        });
    assertThat(run()).isEmpty();
    assertThat(neighboursRun()).isEmpty();

    Damage.everyPack(landscape.s3().client(), namespace);

    await("the run can't be restored").atMost(LONG).until(() -> run().equals("False/DataDamaged"));
    await().atMost(LONG).until(() -> policy("Intact").equals("False/RepositoryCorrupt"));
    await().atMost(LONG).until(() -> policy("Verified").equals("False/DataDamaged"));
    DamageStatus damage = Objects.requireNonNull(told().damage());
    assertThat(damage.packCount()).isPositive();
    assertThat(damage.snapshots())
        .filteredOn(snapshot -> "one".equals(snapshot.run()))
        .singleElement()
        .satisfies(snapshot -> {
          assertThat(snapshot.policy()).isEqualTo(namespace + "/share");
          assertThat(snapshot.run()).isEqualTo("one");
          assertThat(snapshot.target()).endsWith("/share");
          assertThat(snapshot.packs()).isNotEmpty();
        });
    assertThat(status().lastSuccessfulRun()).isNull();
    await("whoever needs it knows")
        .atMost(LONG)
        .until(() -> neighboursRun().equals("False/DataDamaged"));
    await()
        .atMost(LONG)
        .until(() -> find(status(neighbour).conditions(), "Verified").equals("False/DataDamaged"));
    assertThat(status(neighbour).lastSuccessfulRun()).isNull();
    assertThat(events())
        .contains("ReadingStarted", "ReadingSucceeded", "RepositoryDamaged", "NotVerified");

    Damage.everyPack(landscape.s3().client(), namespace);

    await("it can again").atMost(LONG).until(() -> run().equals("True/DataMended"));
    await().atMost(LONG).until(() -> neighboursRun().equals("True/DataMended"));
    await().atMost(LONG).until(() -> policy("Intact").equals("True/ReadingDone"));
    await().atMost(LONG).until(() -> policy("Verified").equals("Unknown/NoVerification"));
    assertThat(told().damage()).isNull();
    assertThat(status().lastSuccessfulRun()).isNotNull();

    int packs = Damage.everyPack(landscape.s3().client(), namespace);
    // A reading that was under way had read some of them before.
    await().atMost(LONG).until(() -> packsDamaged() == packs);
    landscape
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName("share")
        .delete();
    requireThatABackupRestsOnNothingDamaged(neighbour);
  }

  /** Through an object of another name in another namespace. */
  private void shareThePlace(Path share) {
    Manifests.apply(
        landscape.client(),
        Manifests.repository(neighbour, "offsite", landscape.s3(), namespace)
            .replace("name: offsite", "name: shared"));
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(neighbour, "share", share, "0 0 1 1 *")
            .replace("{name: offsite}", "{name: shared}"));
  }

  /**
   * The index still names the damaged packs, nothing has changed at the source, and the policy that
   * found them is gone.
   */
  private void requireThatABackupRestsOnNothingDamaged(String of) {
    copy(of, "two");

    Restores restores = new Restores(landscape.client(), of);
    restores.create("again", "purpose: Test\nsource: {runRef: {name: two}}\n");
    RestoreStatus again = restores.ended("again");
    assertThat(again.phase()).as(again::toString).isEqualTo(RestorePhase.SUCCEEDED);
  }

  private void copy(String of, String run) {
    Manifests.apply(landscape.client(), Manifests.run(of, run, "share"));
    await().atMost(LONG).until(() -> landscape.hasEnded(of, run));
    assertThat(landscape.phase(of, run)).as(operator::log).contains(RunPhase.SUCCEEDED);
  }

  private int packsRead() {
    return Optional.ofNullable(told().last())
        .map(MaintenanceStatus.MaintenanceOutcome::packsRead)
        .orElse(0);
  }

  private int packsDamaged() {
    DamageStatus damage = told().damage();
    return damage == null ? 0 : Objects.requireNonNullElse(damage.packCount(), 0);
  }

  private MaintenanceStatus told() {
    return Objects.requireNonNullElseGet(status().integrity(), MaintenanceStatus::none);
  }

  private BackupPolicyStatus status() {
    return status(namespace);
  }

  private BackupPolicyStatus status(String of) {
    BackupPolicy policy =
        landscape
            .client()
            .resources(BackupPolicy.class)
            .inNamespace(of)
            .withName("share")
            .require();
    return Objects.requireNonNullElseGet(policy.getStatus(), BackupPolicyStatus::none);
  }

  private String policy(String type) {
    return find(status().conditions(), type);
  }

  private String run() {
    return run(namespace, "one");
  }

  private String neighboursRun() {
    return run(neighbour, "other");
  }

  private String run(String of, String name) {
    BackupRun run =
        landscape.client().resources(BackupRun.class).inNamespace(of).withName(name).require();
    return find(run.getStatus().conditions(), "Restorable");
  }

  private static String find(List<Condition> conditions, String type) {
    return conditions.stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus() + "/" + condition.getReason())
        .findFirst()
        .orElse("");
  }

  private List<String> events() {
    return landscape.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
