package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.HookStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.app.chart.Chart;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs in a pod, before and after the work of a run, called by the packaged operator with the
 * rights that the chart gives it. What is put into maintenance mode comes out of it, whoever dies.
 */
class HooksIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String IMAGE = "registry.example.org/glpi:1";
  private static final int FILES = 40;

  @TempDir private static Path place;
  private static AuditLog audit;
  private static Landscape landscape;
  private static OperatorAccount account;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;
  private OperatorProcess operator;

  @BeforeAll
  static void start() throws Exception {
    audit = new AuditLog(place);
    landscape =
        Landscape.start(
            audit.flags(), AgentImage.onReadOnlyRoot().with(IMAGE, List.of("sleep", "3600")));
    account = OperatorAccount.create(landscape.cluster(), place);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @BeforeEach
  void runAnApplication() {
    client = landscape.client();
    namespace = landscape.namespace("hooks");
    Landscape.fill(folder.resolve("share"), FILES, 20261127);
    landscape.repository(namespace);
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName("glpi-0")
            .withLabels(Map.of("app", "glpi"))
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(1L)
            .addNewContainer()
            .withName("web")
            .withImage(IMAGE)
            .endContainer()
            .endSpec()
            .build();
    client.resource(pod).create();
    launch();
  }

  @AfterEach
  void stopOperator() {
    Closing.quietly(operator);
  }

  private void launch() {
    operator =
        OperatorProcess.launch(account.kubeconfig(), Map.of("SALVAGUARDA_RETRY_AFTER", "1s"));
    operator.awaitReady();
  }

  /** As the chart does in each namespace of hooks.execNamespaces. */
  private void allowPrograms() {
    try {
      Role role =
          Serialization.unmarshal(
              Files.readString(Chart.FOLDER.resolve(Path.of("files", "hook-rights.yaml"))),
              Role.class);
      role.getMetadata().setNamespace(namespace);
      client.resource(role).create();
      client
          .resource(
              new RoleBindingBuilder()
                  .withNewMetadata()
                  .withNamespace(namespace)
                  .withName("hooks")
                  .endMetadata()
                  .withNewRoleRef("rbac.authorization.k8s.io", "Role", role.getMetadata().getName())
                  .addNewSubject("", "ServiceAccount", OperatorAccount.NAME, account.namespace())
                  .build())
          .create();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Both hooks write into the share what they did, one line each time. */
  private void policy(String before, String after) {
    Manifests.apply(
        client,
        Manifests.filesPolicy(namespace, "share", folder.resolve("share"), "0 0 1 1 *")
            + """
              hooks:
                before:
                  - name: "on"
                    exec: {pod: glpi-0, command: [sh, -c, "echo on >> %1$s; %2$s"]}
                after:
                  - name: "off"
                    exec:
                      podSelector: {matchLabels: {app: glpi}}
                      command: [sh, -c, "echo off >> %1$s; %3$s"]
            """
                .formatted(state(), before, after));
  }

  private Path state() {
    return folder.resolve("share").resolve("state");
  }

  private List<String> told() {
    try {
      return Files.exists(state()) ? Files.readAllLines(state()) : new ArrayList<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void apply() {
    Manifests.apply(client, Manifests.run(namespace, "first", "share"));
  }

  private BackupRun run() {
    return Objects.requireNonNull(landscape.run(namespace, "first"));
  }

  private BackupRun ended() {
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(landscape.hasEnded(namespace, "first")).as(this::tell).isTrue());
    return run();
  }

  private String tell() {
    return run().getStatus() + System.lineSeparator() + operator.log();
  }

  private void awaitTold(String... lines) {
    await().atMost(LONG).untilAsserted(() -> assertThat(told()).as(this::tell).contains(lines));
  }

  @Test
  void whatIsCopiedIsTheStateBetweenTheHooks() {
    allowPrograms();
    policy("true", "true");
    apply();

    BackupRun run = ended();

    assertThat(run.getStatus().phase()).as(this::tell).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(told()).containsExactly("on", "off");
    Path restored = folder.resolve("restored");
    landscape.restic(namespace, folder).run("restore", "--target", restored.toString(), "latest");
    try (var files = Files.walk(restored)) {
      assertThat(files.filter(file -> file.endsWith("state")))
          .singleElement()
          .satisfies(file -> assertThat(file).hasContent("on"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(run.getStatus().hooks())
        .extracting(HookStatus::message)
        .containsOnly("sh in pod glpi-0 ended with status 0.");
    assertThat(audit.used(account.user())).contains(AuditLog.right("", "pods/exec", "get"));
  }

  @Test
  void withoutTheRightNothingIsCopiedAndItIsSaidWhereToGrantIt() {
    policy("true", "true");
    apply();

    BackupRun run = ended();

    assertThat(run.getStatus().phase()).as(this::tell).isEqualTo(RunPhase.FAILED);
    assertThat(run.getStatus().reason()).isEqualTo("BeforeHookFailed");
    assertThat(run.getStatus().message())
        .contains("add it to hooks.execNamespaces of the chart", "Hook off after the run failed");
    assertThat(told()).isEmpty();
  }

  @Test
  void aProgramThatFailsBeforeIsFollowedByTheOneAfter() {
    allowPrograms();
    policy("exit 3", "true");
    apply();

    BackupRun run = ended();

    assertThat(run.getStatus().reason()).as(this::tell).isEqualTo("BeforeHookFailed");
    assertThat(run.getStatus().message()).contains("ended with status 3");
    assertThat(told()).containsExactly("on", "off");
    assertThat(client.batch().v1().jobs().inNamespace(namespace).list().getItems()).isEmpty();
  }

  @Test
  void aProgramThatFailsAfterDegradesTheRun() {
    allowPrograms();
    policy("true", "exit 4");
    apply();

    BackupRun run = ended();

    assertThat(run.getStatus().phase()).as(this::tell).isEqualTo(RunPhase.DEGRADED);
    assertThat(run.getStatus().reason()).isEqualTo("AfterHookFailed");
    assertThat(told()).containsExactly("on", "off", "off", "off");
  }

  @Test
  void theOneAfterFollowsOnceAWorkerThatDiedWasReplaced() {
    allowPrograms();
    policy("true", "true");
    apply();
    await().atMost(LONG).until(() -> !workers().isEmpty());

    landscape.node().killPod(namespace, workers().getFirst());

    BackupRun run = ended();
    assertThat(run.getStatus().phase()).as(this::tell).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(run.getStatus().attempt()).isEqualTo(2);
    assertThat(told()).containsExactly("on", "off");
  }

  private List<String> workers() {
    return landscape.node().runningPods().stream()
        .map(Pod::getMetadata)
        .filter(pod -> pod.getNamespace().equals(namespace) && !pod.getName().equals("glpi-0"))
        .map(pod -> pod.getName())
        .toList();
  }

  @Test
  void whoeverComesAfterAnOperatorThatWasKilledBetweenThemCallsTheOneAfter() {
    allowPrograms();
    policy("true", "true");
    apply();
    awaitTold("on");
    await().atMost(LONG).until(() -> run().getStatus().attempt() != null);

    operator.kill();
    await().atMost(LONG).until(() -> workers().isEmpty());
    assertThat(told()).containsExactly("on");
    launch();

    assertThat(ended().getStatus().phase()).as(this::tell).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(told()).containsExactly("on", "off");
  }

  @Test
  void aHookWhoseOperatorWasKilledMeanwhileIsCalledAgain() {
    allowPrograms();
    policy("sleep 4", "sleep 4");
    apply();
    awaitTold("on");
    operator.kill();
    launch();
    awaitTold("off");
    operator.kill();
    launch();

    assertThat(ended().getStatus().phase()).as(this::tell).isEqualTo(RunPhase.SUCCEEDED);
    assertThat(told()).containsExactly("on", "on", "off", "off");
  }
}
