package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ClusterRole of the reference page is enough, and no more than it says. */
class RightsIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int MANY_FILES = 400;

  private static Landscape landscape;

  @TempDir private static Path folder;
  private static Path kubeconfig;
  private KubernetesClient admin;
  private String namespace;

  @BeforeAll
  static void start() throws Exception {
    landscape = Landscape.start();
    kubeconfig = OperatorAccount.kubeconfig(landscape.cluster(), folder);
  }

  @AfterAll
  static void stop() {
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespace() {
    admin = landscape.client();
    namespace = landscape.namespace("rights");
  }

  @Test
  void theOperatorNeedsNoRightThatTheRoleDoesNotGive() {
    Landscape.fill(folder.resolve("share"), MANY_FILES, 20261125);
    try (OperatorProcess operator = OperatorProcess.launch(kubeconfig)) {
      operator.awaitReady();
      landscape.repository(namespace);
      Manifests.apply(admin, policy("share", "0 0 1 1 *"));

      apply("cancelled");
      await().atMost(LONG).until(() -> phaseOf("cancelled") == RunPhase.RUNNING);
      apply("queued");
      await().atMost(LONG).until(() -> phaseOf("queued") == RunPhase.QUEUED);
      cancel("cancelled");
      await().atMost(LONG).until(() -> landscape.hasEnded(namespace, "cancelled"));
      await().atMost(LONG).until(() -> landscape.hasEnded(namespace, "queued"));

      assertThat(phaseOf("queued")).as(operator::log).isEqualTo(RunPhase.SUCCEEDED);
      assertThat(events()).contains("RepositoryReady", "AttemptStarted", "RunSucceeded");

      Manifests.apply(admin, policy("minutely", "* * * * *"));
      await().atMost(LONG).until(() -> !runsOf("minutely").isEmpty());
      admin.resources(BackupPolicy.class).inNamespace(namespace).withName("share").delete();
      await().atMost(LONG).until(() -> runsOf("share").isEmpty());
      assertThat(operator.log())
          .doesNotContainIgnoringCase("forbidden")
          .doesNotContain("lacks the right");
    }
  }

  @Test
  void theOperatorMayNotWriteWhatPeopleWrote() throws Exception {
    Manifests.apply(admin, policy("share", "0 0 1 1 *"));
    try (KubernetesClient operator =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(
                        io.fabric8.kubernetes.client.Config.fromKubeconfig(
                            Files.readString(kubeconfig)))
                    .build())
            .build()) {
      assertThat(operator.secrets().inNamespace(namespace).withName("archive").get()).isNotNull();
      for (Runnable forbidden :
          List.<Runnable>of(
              () ->
                  operator
                      .resources(BackupPolicy.class)
                      .inNamespace(namespace)
                      .withName("share")
                      .patch(
                          PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}"),
              () -> operator.secrets().inNamespace(namespace).list(),
              () -> operator.secrets().inNamespace(namespace).withName("archive").delete(),
              () -> operator.configMaps().inNamespace(namespace).list())) {
        assertRefused(forbidden);
      }
    }
  }

  private static void assertRefused(Runnable forbidden) {
    org.assertj.core.api.Assertions.assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(forbidden::run)
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(403));
  }

  private String policy(String name, String cron) {
    return Manifests.filesPolicy(namespace, name, folder.resolve("share"), cron);
  }

  private void apply(String run) {
    Manifests.apply(admin, Manifests.run(namespace, run, "share"));
  }

  private void cancel(String run) {
    admin
        .resources(BackupRun.class)
        .inNamespace(namespace)
        .withName(run)
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"cancel\":true}}");
  }

  private RunPhase phaseOf(String run) {
    return landscape.phase(namespace, run).orElse(RunPhase.PENDING);
  }

  private List<BackupRun> runsOf(String policy) {
    return admin.resources(BackupRun.class).inNamespace(namespace).list().getItems().stream()
        .filter(run -> run.getSpec().policyRef().name().equals(policy))
        .toList();
  }

  private List<String> events() {
    return admin.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
