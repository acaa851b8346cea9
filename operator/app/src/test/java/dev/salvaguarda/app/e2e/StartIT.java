package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The operator begins, and goes on, without a person, whatever its API server does. */
@TestMethodOrder(OrderAnnotation.class)
class StartIT {
  private static final Duration LONG = Duration.ofMinutes(5);

  /** Longer than five tries of the SDK's own defaults take. */
  private static final Duration OUTAGE = Duration.ofSeconds(45);

  private static ControlPlane cluster;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() {
    cluster = ControlPlane.start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(cluster);
  }

  @Test
  @Order(1)
  void waitsForTheKindsSaysSoAndStartsByItself() throws Exception {
    try (OperatorProcess operator = OperatorProcess.launch(cluster)) {
      await().atMost(LONG).until(() -> operator.log().contains("CustomResourceDefinitions"));

      assertThat(operator.log()).contains("backuppolicies.salvaguarda.dev");
      assertThat(operator.get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(operator.get("/q/health/ready").statusCode()).isEqualTo(503);

      Manifests.applyCrds(cluster.client());
      operator.awaitReady();
      assertThat(operator.log()).doesNotContain("\tat ").doesNotContain("not started");
    }
  }

  @Test
  @Order(2)
  void startsOnceAServerThatHangsAnswersWhateverTimesItHolds() throws Exception {
    String namespace = cluster.newNamespace("times");
    Manifests.apply(
        cluster.client(),
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: Incident
        metadata: {name: far-east, namespace: %s}
        spec:
          type: Outage
          component: {name: correio}
          origin: Client
          reporters:
          - {at: "2026-11-27T14:02:00+19:00"}
          - {at: "2026-11-27T14:02:00.1234567890Z"}
        """
            .formatted(namespace));
    try (Gateway gateway = Gateway.hanging(URI.create(cluster.client().getMasterUrl().toString()));
        OperatorProcess operator = OperatorProcess.launch(through(gateway))) {
      await().atMost(LONG).until(() -> operator.log().contains("did not answer"));

      gateway.open();
      operator.awaitReady();
      // The client of this test reads times as Java does, and so could not read this one.
      Resource<GenericKubernetesResource> incident =
          cluster
              .client()
              .genericKubernetesResources("salvaguarda.dev/v1alpha1", "Incident")
              .inNamespace(namespace)
              .withName("far-east");
      await()
          .atMost(LONG)
          .until(() -> incident.get().getAdditionalProperties().containsKey("status"));
      assertThat(operator.log()).doesNotContain("\tat ");
    }
  }

  @Test
  @Order(3)
  void needsNoFolderForTemporaryFiles() throws Exception {
    Path nowhere = Path.of("/proc/no-such-folder");
    try (OperatorProcess operator =
        OperatorProcess.launch(
            OperatorAccount.create(cluster, folder).kubeconfig(),
            Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + nowhere))) {
      operator.awaitReady();
      assertThat(operator.get("/q/metrics").body())
          .contains("salvaguarda_neglected_objects")
          .contains("reconciliations_queue")
          .contains("jvm_memory");
    }
  }

  @Test
  @Order(4)
  void aMissingRightStandsInTheStatusAndIsNotGivenUp() throws Exception {
    Path kubeconfig = OperatorAccount.create(cluster, folder).kubeconfig();
    KubernetesClient admin = cluster.client();
    String namespace = cluster.newNamespace("denied");
    ClusterRole role = admin.rbac().clusterRoles().withName(OperatorAccount.NAME).require();
    try (OperatorProcess operator = OperatorProcess.launch(kubeconfig)) {
      operator.awaitReady();
      admin.resource(withoutCreate(role)).update();
      Manifests.apply(
          admin, Manifests.filesPolicy(namespace, "denied", folder.resolve("x"), "* * * * *"));

      await().atMost(LONG).until(() -> ready(namespace).map(Condition::getReason).isPresent());
      await()
          .atMost(LONG)
          .until(() -> ready(namespace).orElseThrow().getReason().equals("MissingPermission"));
      assertThat(ready(namespace).orElseThrow().getStatus()).isEqualTo("Unknown");
      assertThat(ready(namespace).orElseThrow().getMessage())
          .isEqualTo(
              "The operator's service account lacks the right to create backupruns.salvaguarda.dev"
                  + " in namespace \"%s\".".formatted(namespace));
      await()
          .atMost(LONG)
          .during(OUTAGE)
          .until(() -> ready(namespace).orElseThrow().getReason().equals("MissingPermission"));

      String right = "the right to create backupruns.salvaguarda.dev in namespace";
      assertThat(operator.get("/q/health/ready").statusCode()).isEqualTo(503);
      assertThat(operator.get("/q/health/ready").body()).contains(right);
      assertThat(operator.get("/q/health/live").statusCode()).isEqualTo(200);
      assertThat(operator.get("/q/metrics").body())
          .containsPattern("salvaguarda_operator_hindered\\{why=\"[^}]*" + right);

      role.getMetadata().setResourceVersion(null);
      admin.resource(role).update();
      await()
          .atMost(LONG)
          .until(() -> !ready(namespace).orElseThrow().getReason().equals("MissingPermission"));
      // The status is written during a look, the line that tells of its end after it.
      await()
          .atMost(LONG)
          .untilAsserted(() ->
              assertThat(operator.log().lines().filter(line -> line.contains("lacks the right")))
                  .as("one line when it begins, one when it ends: %s", operator.log())
                  .hasSize(2));
      assertThat(operator.log()).doesNotContain("\tat ");
    }
  }

  @Test
  @Order(5)
  void looksAfterEveryNamespaceThatItIsToldToWatch() throws Exception {
    List<String> watched = List.of(cluster.newNamespace("one"), cluster.newNamespace("two"));
    String other = cluster.newNamespace("other");
    apply(watched.getFirst(), "before");
    apply(watched.getLast(), "before");
    apply(other, "before");
    Map<String, String> settings =
        Map.of("SALVAGUARDA_WATCH_NAMESPACES", String.join(",", watched));
    OperatorAccount account = OperatorAccount.create(cluster, folder, watched);
    try (OperatorProcess operator = OperatorProcess.launch(account.kubeconfig(), settings)) {
      operator.awaitReady();
      watched.forEach(namespace -> apply(namespace, "after"));

      for (String namespace : watched) {
        for (String policy : List.of("before", "after")) {
          await().atMost(LONG).until(() -> ready(namespace, policy).isPresent());
        }
      }
      // Another look, long after the informers began.
      watched.forEach(StartIT::suspend);
      for (String namespace : watched) {
        await().atMost(LONG).until(() -> isSeenSuspended(namespace));
      }
      assertThat(ready(other, "before")).isEmpty();
      assertIsReadyAgainOnceItHasItsRightsAgain(operator, account);
    }
  }

  @Test
  @Order(6)
  void writesItsLogForProgramsWhereItIsToldTo() throws Exception {
    Path kubeconfig = OperatorAccount.create(cluster, folder).kubeconfig();
    try (OperatorProcess operator =
        OperatorProcess.launch(kubeconfig, Map.of("SALVAGUARDA_LOG_FORMAT", "json"))) {
      operator.awaitReady();

      assertThat(operator.log().lines())
          .isNotEmpty()
          .allSatisfy(line ->
              assertThat(new ObjectMapper().readTree(line).path("message").asText()).isNotEmpty());
    }
  }

  /** Nothing is due there, and watches outlive the right to them. */
  private static void assertIsReadyAgainOnceItHasItsRightsAgain(
      OperatorProcess operator, OperatorAccount account) throws Exception {
    account.withdrawRights();
    await().atMost(LONG).until(() -> operator.get("/q/health/ready").statusCode() == 503);
    assertThat(operator.get("/q/health/ready").body()).contains("lacks the right to list");
    assertThat(operator.get("/q/health/live").statusCode()).isEqualTo(200);

    account.giveRights();
    operator.awaitReady();
  }

  private static void apply(String namespace, String policy) {
    Manifests.apply(
        cluster.client(),
        Manifests.filesPolicy(namespace, policy, folder.resolve("x"), "0 0 1 1 *"));
  }

  private static void suspend(String namespace) {
    policies(namespace)
        .withName("before")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"suspend\":true}}");
  }

  private static boolean isSeenSuspended(String namespace) {
    BackupPolicy policy = policies(namespace).withName("before").get();
    return policy.getMetadata().getGeneration().equals(policy.getStatus().observedGeneration());
  }

  private static NonNamespaceOperation<
          BackupPolicy, KubernetesResourceList<BackupPolicy>, Resource<BackupPolicy>>
      policies(String namespace) {
    return cluster.client().resources(BackupPolicy.class).inNamespace(namespace);
  }

  private static ClusterRole withoutCreate(ClusterRole role) {
    ClusterRole less = new ClusterRoleBuilder(role).build();
    less.getMetadata().setResourceVersion(null);
    less.getRules()
        .removeIf(rule ->
            rule.getResources().contains("backupruns") && rule.getVerbs().contains("create"));
    return less;
  }

  private static Optional<Condition> ready(String namespace) {
    return ready(namespace, "denied");
  }

  private static Optional<Condition> ready(String namespace, String name) {
    BackupPolicy policy = policies(namespace).withName(name).get();
    return policy.getStatus() == null
        ? Optional.empty()
        : policy.getStatus().conditions().stream()
            .filter(condition -> condition.getType().equals("Ready"))
            .findFirst();
  }

  private static Path through(Gateway gateway) throws Exception {
    Path file = folder.resolve("through-gateway.yaml");
    Files.writeString(
        file,
        Files.readString(OperatorAccount.create(cluster, folder).kubeconfig())
            .replaceAll("server: .*", "server: https://127.0.0.1:" + gateway.port()));
    return file;
  }
}
