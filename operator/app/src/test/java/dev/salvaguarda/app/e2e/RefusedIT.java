package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.app.chart.Chart;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody may try, and does not get. */
class RefusedIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final int FORBIDDEN = 403;

  private static Landscape landscape;
  private static OperatorProcess operator;

  @TempDir private static Path folder;
  private KubernetesClient admin;
  private String own;
  private String other;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
    Chart.objects("salvaguarda", "--set", "crds.install=false").stream()
        .filter(ClusterRole.class::isInstance)
        .forEach(role -> landscape.client().resource(role).createOr(found -> found.update()));
    OperatorAccount account = OperatorAccount.create(landscape.cluster(), folder);
    operator =
        OperatorProcess.launch(
            account.kubeconfig(), Map.of("SALVAGUARDA_ALLOW_HOST_PATH", "false"));
    operator.awaitReady();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespaces() {
    admin = landscape.client();
    own = landscape.namespace("own");
    other = landscape.namespace("other");
  }

  @Test
  void anEditorOfANamespaceReachesNoRepositoryOfAnother() {
    landscape.repository(other);
    try (KubernetesClient ana = person("ana", "edit")) {
      // The controllers add the chart's role to the cluster's own.
      await()
          .atMost(LONG)
          .ignoreException(KubernetesClientException.class)
          .until(() -> Manifests.apply(ana, policyOfClaim()).size() == 1);

      await()
          .atMost(LONG)
          .until(() ->
              ready().map(Condition::getReason).filter("RepositoryNotFound"::equals).isPresent());
      assertRefused(() -> ana.resources(BackupRepository.class).inNamespace(other).list());
      assertRefused(() -> Manifests.apply(ana, Manifests.run(other, "now", "share")));
      assertRefused(() ->
          Manifests.apply(ana, Manifests.repository(own, "offsite", landscape.s3(), "stolen")));
      assertRefused(() ->
          ana.resources(BackupPolicy.class)
              .inNamespace(own)
              .withName("share")
              .subresource("status")
              .patch(
                  PatchContext.of(PatchType.JSON_MERGE),
                  "{\"status\":{\"consecutiveFailures\":0}}"));
    }
  }

  @Test
  void viewersReadAndAdministratorsKeepRepositories() {
    try (KubernetesClient bia = person("bia", "view");
        KubernetesClient caio = person("caio", "admin")) {
      await()
          .atMost(LONG)
          .ignoreException(KubernetesClientException.class)
          .until(() ->
              Manifests.apply(caio, Manifests.repository(own, "offsite", landscape.s3(), own))
                      .size()
                  == 1);

      await()
          .atMost(LONG)
          .ignoreException(KubernetesClientException.class)
          .until(
              () -> bia.resources(BackupRepository.class).inNamespace(own).list().getItems().size(),
              size -> size == 1);
      assertRefused(() -> Manifests.apply(bia, policyOfClaim()));
    }
  }

  @Test
  void aDirectoryOfTheNodeIsNeitherReadNorWritten() {
    landscape.repository(own);
    Manifests.apply(admin, Manifests.filesPolicy(own, "share", folder, "0 0 1 1 *"));
    Manifests.apply(admin, Manifests.run(own, "now", "share"));
    Restores restores = new Restores(admin, own);
    restores.create(
        "back",
        "source: {runRef: {name: now}}\ntarget: {files: {hostPath: {path: %s}}}\n"
            .formatted(folder));

    await()
        .atMost(LONG)
        .until(() ->
            ready().map(Condition::getReason).filter("HostPathNotAllowed"::equals).isPresent());
    await().atMost(LONG).until(() -> landscape.hasEnded(own, "now"));
    BackupRun run = Objects.requireNonNull(landscape.run(own, "now"));
    assertThat(run.getStatus().reason()).isEqualTo("HostPathNotAllowed");
    assertThat(run.getStatus().message()).startsWith("source.files.hostPath is not allowed");
    assertThat(restores.ended("back").message()).startsWith("target.files.hostPath is not allowed");
    assertThat(admin.batch().v1().jobs().inNamespace(own).list().getItems()).isEmpty();
  }

  @Test
  void aWorkersPodHasNoTokenOfTheCluster() {
    landscape.repository(own);
    Manifests.apply(admin, policyOfClaim());
    Manifests.apply(admin, Manifests.run(own, "now", "share"));
    Pod worker =
        await()
            .atMost(LONG)
            .until(
                () ->
                    admin.pods().inNamespace(own).list().getItems().stream()
                        .filter(pod ->
                            "now".equals(pod.getMetadata().getLabels().get("salvaguarda.dev/run")))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(worker.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(worker.getSpec().getServiceAccountName()).isNull();
    assertThat(worker.getSpec().getVolumes())
        .isNotEmpty()
        .noneMatch(volume ->
            volume.getProjected() != null
                && volume.getProjected().getSources().stream()
                    .anyMatch(source -> source.getServiceAccountToken() != null));
  }

  /** The schema has no words for it, and the API server refuses what is not in the schema. */
  @Test
  void aRunTemplateCannotAskForPrivileges() {
    for (String wish :
        List.of(
            "securityContext: {privileged: true}",
            "securityContext: {allowPrivilegeEscalation: true}",
            "securityContext: {runAsUser: 0, capabilities: {add: [SYS_ADMIN]}}",
            "securityContext: {capabilities: {add: [DAC_READ_SEARCH]}}",
            "securityContext: {seccompProfile: {type: Unconfined}}",
            "hostNetwork: true",
            "hostPID: true",
            "serviceAccountName: default",
            "automountServiceAccountToken: true",
            "volumes: [{name: host, hostPath: {path: /}}]",
            "containers: [{name: other, image: other}]")) {
      assertThatExceptionOfType(KubernetesClientException.class)
          .as(wish)
          .isThrownBy(() -> createStrictly(wish));
    }
    assertThat(admin.resources(BackupPolicy.class).inNamespace(own).list().getItems()).isEmpty();

    createStrictly("securityContext: {runAsUser: 0, capabilities: {add: [DAC_READ_SEARCH]}}");
    assertThat(admin.resources(BackupPolicy.class).inNamespace(own).list().getItems()).hasSize(1);
  }

  /** As kubectl does it: what the schema does not know is refused, not dropped. */
  private void createStrictly(String template) {
    String policy = policyOfClaim() + "  runTemplate: {%s}\n".formatted(template);
    admin
        .genericKubernetesResources("salvaguarda.dev/v1alpha1", "BackupPolicy")
        .inNamespace(own)
        .load(new ByteArrayInputStream(policy.getBytes(StandardCharsets.UTF_8)))
        .fieldValidation(FieldValidateable.Validation.STRICT)
        .create();
  }

  private String policyOfClaim() {
    return Manifests.filesPolicy(own, "share", Path.of("x"), "0 0 1 1 *")
        .replaceFirst("hostPath: \\{.*?}", "persistentVolumeClaim: {claimName: share}");
  }

  private Optional<Condition> ready() {
    BackupPolicy policy =
        admin.resources(BackupPolicy.class).inNamespace(own).withName("share").get();
    return policy == null || policy.getStatus() == null
        ? Optional.empty()
        : policy.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .findFirst();
  }

  /** Somebody who has a role of the cluster in the first namespace only. */
  private KubernetesClient person(String name, String role) {
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(own)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", role)
                .addNewSubject("rbac.authorization.k8s.io", "User", name, null)
                .build())
        .createOr(found -> found.update());
    return new KubernetesClientBuilder()
        .withConfig(
            new ConfigBuilder(Config.fromKubeconfig(landscape.cluster().kubeconfigYaml()))
                .withImpersonateUsername(name)
                .build())
        .build();
  }

  private static void assertRefused(ThrowingCallable wish) {
    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(wish)
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(FORBIDDEN));
  }
}
