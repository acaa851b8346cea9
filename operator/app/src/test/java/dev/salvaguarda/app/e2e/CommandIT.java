package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in an image of its own writes a dump, and the worker beside it stores that. */
class CommandIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String IMAGE = "registry.example.org/dumper:1";
  private static final String TARGET = "/command/erp.archive";
  private static final long SEED = 20261127;

  /** Of the program's image: what it writes, and the program. */
  @TempDir private static Path programs;

  private static Landscape landscape;
  private static OperatorProcess operator;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    Path launcher = RequiredTool.sourceLauncher().path();
    landscape =
        Landscape.start(
            List.of(),
            AgentImage.onReadOnlyRoot()
                .with(IMAGE, List.of("false"))
                .withPrograms(Objects.requireNonNull(launcher.getParent()))
                .withPrograms(programs));
    operator = OperatorProcess.start(landscape.cluster());
  }

  @AfterAll
  static void stop() {
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @BeforeEach
  void applySecrets() {
    client = landscape.client();
    namespace = landscape.namespace("command");
    client
        .resource(Manifests.secret(namespace, "reader", Map.of("DUMP_PASSWORD", "tulip-17")))
        .create();
    landscape.repository(namespace);
  }

  @Test
  void whatAProgramInAnotherImageWritesComesBackByteForByte() throws Exception {
    byte[] dump = new byte[3 << 20];
    new Random(SEED).nextBytes(dump);
    Files.write(programs.resolve("erp.data"), dump);
    Path program =
        Files.writeString(
            programs.resolve("write-erp"),
            """
            #!/bin/sh
            echo "with $DUMP_PASSWORD" >&2
            exec cat "$(dirname "$0")/erp.data"
            """);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    apply("erp", IMAGE, "write-erp");

    BackupRun run = ended("first", "erp");

    assertThat(run.getStatus().phase()).as(this::tell).isEqualTo(RunPhase.SUCCEEDED);
    var target = run.getStatus().targets().getFirst();
    assertThat(target.name()).isEqualTo(TARGET);
    Path restored = folder.resolve("restored");
    restic()
        .run(
            "restore",
            "--verify",
            "--target",
            restored.toString(),
            String.valueOf(target.snapshotId()));
    assertThat(restored.resolve(TARGET.substring(1))).hasBinaryContent(dump);
    assertThat(log("first")).contains("with [redacted]").doesNotContain("tulip-17");
    Pod pod = pod("first");
    assertThat(pod.getSpec().getContainers().getFirst().getEnvFrom()).isEmpty();
    assertThat(pod.getSpec().getContainers().getLast().getVolumeMounts())
        .noneMatch(mount -> mount.getMountPath().startsWith("/salvaguarda/secrets"));
    proveByATest();
  }

  private void proveByATest() {
    Restores restores = new Restores(client, namespace);
    restores.create(
        "proof",
        """
        purpose: Test
        source: {runRef: {name: first}}
        """);

    var status = restores.ended("proof");

    assertThat(status.phase()).as(status::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.rung()).isEqualTo("V2");
    assertThat(restores.condition("proof", "Passed")).contains("Passed=True");
  }

  @Test
  void aProgramThatFailsIsToldInItsOwnWordsAndLeavesNothing() {
    apply("erp", IMAGE, "echo half; echo \\\"refused for $DUMP_PASSWORD\\\" >&2; exit 5");
    Manifests.apply(client, Manifests.run(namespace, "first", "erp"));

    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(message("first"))
                .contains("sh ended with status 5: refused for [redacted]"));

    assertThat(restic().run("snapshots", "--json")).isEqualToIgnoringWhitespace("[]");
  }

  @Test
  void whatKeepsTheProgramsContainerFromStartingIsTold() {
    apply("without-image", "registry.example.org/nowhere:1", "true");
    apply("without-secret", IMAGE, "true", "nobody-s");
    Manifests.apply(client, Manifests.run(namespace, "no-image", "without-image"));
    Manifests.apply(client, Manifests.run(namespace, "no-secret", "without-secret"));

    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(message("no-image")).contains("does not start yet: ErrImagePull"));
    await()
        .atMost(LONG)
        .untilAsserted(() ->
            assertThat(message("no-secret"))
                .contains("does not start yet", "\"nobody-s\" not found"));
  }

  @Test
  void aProgramThatTookTooMuchMemoryIsToldAsSuchAndNotTriedAgain() {
    apply("erp", IMAGE, "echo begun >&2; sleep 600");
    Manifests.apply(client, Manifests.run(namespace, "first", "erp"));
    await()
        .atMost(LONG)
        .until(() -> landscape.phase(namespace, "first").equals(Optional.of(RunPhase.RUNNING)));
    await().atMost(LONG).until(() -> log("first").contains("begun"));

    landscape.node().oomKill(namespace, pod("first").getMetadata().getName(), "source");

    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, "first"));
    assertThat(run("first").getStatus().phase()).isEqualTo(RunPhase.FAILED);
    assertThat(run("first").getStatus().attempt()).isEqualTo(1);
    assertThat(message("first")).contains("raise source.command.resources.limits.memory");
  }

  private void apply(String name, String image, String script) {
    apply(name, image, script, "reader");
  }

  private void apply(String name, String image, String script, String secret) {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          schedules: [{name: only, cron: "0 0 1 1 *"}]
          source:
            command:
              image: %s
              command: [sh, -c, "%s"]
              fileName: erp.archive
              credentialsRef: {name: %s}
          repositories: [{name: offsite}]
        """
            .formatted(name, namespace, image, script, secret));
  }

  private BackupRun ended(String name, String policy) {
    Manifests.apply(client, Manifests.run(namespace, name, policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, name));
    return run(name);
  }

  /** What a run says; empty as long as nobody has looked at it. */
  private String message(String name) {
    BackupRunStatus status = run(name).getStatus();
    return status == null ? "" : String.valueOf(status.message());
  }

  private BackupRun run(String name) {
    return Objects.requireNonNull(landscape.run(namespace, name));
  }

  private Pod pod(String run) {
    var worker = Objects.requireNonNull(run(run).getStatus().worker());
    return client.pods().inNamespace(namespace).withName(worker.pod()).get();
  }

  /** Of both containers. */
  private String log(String run) {
    var pod = client.pods().inNamespace(namespace).withName(pod(run).getMetadata().getName());
    return pod.inContainer("agent").getLog() + pod.inContainer("source").getLog();
  }

  private String tell() {
    return run("first").getStatus() + System.lineSeparator() + operator.log();
  }

  private Restic restic() {
    return landscape.restic(namespace, folder);
  }
}
