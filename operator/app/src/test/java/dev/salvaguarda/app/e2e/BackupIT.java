package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.node.NodeOptions;
import dev.salvaguarda.testkit.node.StandInNode;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From what a person applies to bytes that stock restic brings back. */
class BackupIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final long SEED = 20261123;

  private static ControlPlane cluster;
  private static MinioServer s3;
  private static StandInNode node;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    s3 = MinioServer.start();
    cluster = ControlPlane.start();
    Manifests.applyCrds(cluster.client());
    node =
        StandInNode.start(
            cluster.client(),
            NodeOptions.of(AgentImage.catalog()).withJobPods(!cluster.hasControllers()));
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable closeable : new AutoCloseable[] {node, cluster, s3}) {
      Closing.quietly(closeable);
    }
  }

  @BeforeEach
  void applySecretsAndFiles() throws IOException {
    client = cluster.client();
    namespace = cluster.newNamespace("backup");
    client.resource(Manifests.s3Secret(namespace, s3)).create();
    client
        .resource(Manifests.secret(namespace, "archive", Map.of("password", Manifests.PASSWORD)))
        .create();
    Random random = new Random(SEED);
    for (int i = 0; i < 20; i++) {
      byte[] content = new byte[random.nextInt(200_000)];
      random.nextBytes(content);
      Path file = folder.resolve("share").resolve("d" + i % 3).resolve("f" + i + ".bin");
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    }
  }

  @Test
  void whatAPersonAppliesEndsAsBytesThatResticBringsBack() throws Exception {
    try (OperatorProcess operator = OperatorProcess.start(cluster)) {
      Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, namespace));
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));

      await().atMost(LONG).until(() -> phase("first").map(RunPhase::isFinal).orElse(false));
      assertThat(phase("first")).as(() -> tell("first", operator)).contains(RunPhase.SUCCEEDED);
    }
    String snapshot = runNamed("first").getStatus().targets().getFirst().snapshotId();
    Path restored = folder.resolve("restored");
    restic().run("restore", "--verify", "--target", restored.toString(), String.valueOf(snapshot));
    restic().run("check", "--read-data");
    assertThat(Trees.files(restored)).isEqualTo(Trees.files(folder.resolve("share")));
  }

  @Test
  void anOperatorThatIsKilledStartsNoRunTwiceAndNeitherDoTwo() {
    try (OperatorProcess first = OperatorProcess.start(cluster)) {
      Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, namespace));
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));
      await().atMost(LONG).until(() -> phase("first").isPresent());
      first.kill();
    }
    try (OperatorProcess second = OperatorProcess.launch(cluster);
        OperatorProcess third = OperatorProcess.launch(cluster)) {
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
    try (OperatorProcess operator = OperatorProcess.start(cluster)) {
      Manifests.apply(
          client,
          Manifests.repository(namespace, "offsite", s3, namespace)
              .replace(s3.endpoint().toString(), "http://127.0.0.1:9"));
      Manifests.apply(client, policy());
      Manifests.apply(client, run("first"));
      await().atMost(LONG).until(() -> phase("first").isPresent());

      client.namespaces().withName(namespace).delete();

      if (cluster.hasControllers()) {
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> client.namespaces().withName(namespace).get() == null);
      }
      assertThat(operator.isAlive()).isTrue();
    }
  }

  private String policy() {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata:
      name: share
      namespace: %s
    spec:
      schedules:
        - {name: yearly, cron: "0 0 1 1 *"}
      source:
        files:
          hostPath: {path: %s}
      repositories:
        - {name: offsite}
    """
        .formatted(namespace, folder.resolve("share"));
  }

  private String run(String name) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupRun
    metadata:
      name: %s
      namespace: %s
    spec:
      policyRef: {name: share}
    """
        .formatted(name, namespace);
  }

  private BackupRun runNamed(String name) {
    return client.resources(BackupRun.class).inNamespace(namespace).withName(name).get();
  }

  private Optional<RunPhase> phase(String name) {
    return Optional.ofNullable(runNamed(name))
        .map(BackupRun::getStatus)
        .map(status -> status.phase());
  }

  private String tell(String name, OperatorProcess operator) {
    return "%s%n%s%n%s"
        .formatted(
            runNamed(name).getStatus(),
            client.resources(BackupPolicy.class).inNamespace(namespace).list().getItems(),
            operator.log());
  }

  private Restic restic() {
    return new Restic(s3, namespace, "offsite", Manifests.PASSWORD, folder);
  }
}
