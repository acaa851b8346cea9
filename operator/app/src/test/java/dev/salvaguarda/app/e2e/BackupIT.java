package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.worker.WorkerStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what a person applies to bytes that stock restic brings back. */
class BackupIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final Duration STAYS = Duration.ofSeconds(15);
  private static final long SEED = 20261123;

  private static Landscape landscape;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @BeforeEach
  void applySecretsAndFiles() {
    client = landscape.client();
    namespace = landscape.namespace("backup");
    Landscape.fill(folder.resolve("share"), 20, SEED);
  }

  @Test
  void whatAPersonAppliesEndsAsBytesThatResticBringsBack() throws Exception {
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));

      await().atMost(LONG).until(() -> phase("first").map(RunPhase::isFinal).orElse(false));
      assertThat(phase("first")).as(() -> tell("first", operator)).contains(RunPhase.SUCCEEDED);
      await("Job, pod and log of a run that ended stay for a person to look at")
          .during(STAYS)
          .atMost(LONG)
          .until(() -> log("first").contains("\"copied\""));
    }
    String snapshot = runNamed("first").getStatus().targets().getFirst().snapshotId();
    Path restored = folder.resolve("restored");
    restic().run("restore", "--verify", "--target", restored.toString(), String.valueOf(snapshot));
    restic().run("check", "--read-data");
    assertThat(Trees.files(restored)).isEqualTo(Trees.files(folder.resolve("share")));
  }

  @Test
  void anOperatorThatIsKilledStartsNoRunTwiceAndNeitherDoTwo() {
    try (OperatorProcess first = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));
      await().atMost(LONG).until(() -> phase("first").isPresent());
      first.kill();
    }
    try (OperatorProcess second = OperatorProcess.launch(landscape.cluster());
        OperatorProcess third = OperatorProcess.launch(landscape.cluster())) {
      second.awaitReady();
      third.awaitReady();
      Manifests.apply(client, run("second"));

      for (String name : List.of("first", "second")) {
        await().atMost(LONG).until(() -> phase(name).map(RunPhase::isFinal).orElse(false));
        assertThat(phase(name)).as(() -> tell(name, second)).contains(RunPhase.SUCCEEDED);
      }
    }
    assertThat(restic().run("snapshots", "--json").split("\"short_id\"", -1)).hasSize(3);
  }

  @Test
  void aNamespaceGoesAwayThoughTheObjectStoreIsGone() {
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      Manifests.apply(
          client,
          Manifests.repository(namespace, "offsite", landscape.s3(), namespace)
              .replace(landscape.s3().endpoint().toString(), "http://127.0.0.1:9"));
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));
      await().atMost(LONG).until(() -> phase("first").isPresent());

      client.namespaces().withName(namespace).delete();

      if (landscape.cluster().hasControllers()) {
        await().atMost(LONG).until(() -> client.namespaces().withName(namespace).get() == null);
      }
      assertThat(operator.isAlive()).isTrue();
    }
  }

  @Test
  void aNamespaceThatIsDeletedDuringARunIsNoErrorInTheLog() {
    Landscape.fill(folder.resolve("share"), 600, SEED);
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));
      await().atMost(LONG).until(() -> phase("first").equals(Optional.of(RunPhase.RUNNING)));

      client.namespaces().withName(namespace).delete();

      if (landscape.cluster().hasControllers()) {
        await().atMost(LONG).until(() -> client.namespaces().withName(namespace).get() == null);
      } else {
        await().atMost(LONG).until(() -> phase("first").map(RunPhase::isFinal).orElse(false));
      }
      assertThat(operator.isAlive()).isTrue();
      assertThat(operator.log()).doesNotContain("\tat ", "Exception", " WARN ", " ERROR ");
    }
  }

  private String policy() {
    return Manifests.filesPolicy(namespace, "share", folder.resolve("share"), "0 0 1 1 *");
  }

  private String run(String name) {
    return Manifests.run(namespace, name, "share");
  }

  private BackupRun runNamed(String name) {
    return Objects.requireNonNull(landscape.run(namespace, name));
  }

  /** Of its worker; empty once its Job or its pod is gone. */
  private String log(String name) {
    WorkerStatus worker = Objects.requireNonNull(runNamed(name).getStatus().worker());
    var pod = client.pods().inNamespace(namespace).withName(worker.pod());
    boolean gone =
        client.batch().v1().jobs().inNamespace(namespace).withName(worker.job()).get() == null
            || pod.get() == null;
    return gone ? "" : pod.getLog();
  }

  private Optional<RunPhase> phase(String name) {
    return landscape.phase(namespace, name);
  }

  private String tell(String name, OperatorProcess operator) {
    return "%s%n%s%n%s"
        .formatted(
            runNamed(name).getStatus(),
            client.resources(BackupPolicy.class).inNamespace(namespace).list().getItems(),
            operator.log());
  }

  private Restic restic() {
    return landscape.restic(namespace, folder);
  }
}
