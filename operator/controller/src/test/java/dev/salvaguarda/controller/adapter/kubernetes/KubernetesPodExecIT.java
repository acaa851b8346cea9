package dev.salvaguarda.controller.adapter.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.HookExec;
import dev.salvaguarda.api.policy.HookExec.PodSelector;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.node.ImageCatalog;
import dev.salvaguarda.testkit.node.NodeOptions;
import dev.salvaguarda.testkit.node.StandInNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in pods, by way of a real API server and a node's port. */
class KubernetesPodExecIT {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String IMAGE = "registry.example.org/glpi:1";

  private static ControlPlane plane;
  private static StandInNode node;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    plane = ControlPlane.start();
    node =
        StandInNode.start(
            plane.client(),
            NodeOptions.of(ImageCatalog.empty().with(IMAGE, List.of("sleep", "600")))
                .withJobPods(false));
  }

  @AfterAll
  static void stop() {
    node.close();
    plane.close();
  }

  @BeforeEach
  void makeNamespace() {
    client = plane.client();
    namespace = plane.newNamespace("exec");
  }

  private void pod(String name, Map<String, String> annotations, String... containers) {
    var spec =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withLabels(Map.of("app", "glpi"))
            .withAnnotations(annotations)
            .endMetadata()
            .withNewSpec()
            .withTerminationGracePeriodSeconds(1L);
    for (String container : containers) {
      spec.addNewContainer().withName(container).withImage(IMAGE).endContainer();
    }
    Pod pod = spec.endSpec().build();
    client.resource(pod).create();
    await()
        .atMost(LONG)
        .until(() ->
            client.resource(pod).get().getStatus().getContainerStatuses().stream()
                .anyMatch(status -> status.getState().getRunning() != null));
  }

  private HookOutcome run(
      @Nullable String pod, @Nullable String container, Duration timeout, String... command) {
    PodSelector labels = pod == null ? new PodSelector(Map.of("app", "glpi")) : null;
    return new KubernetesPodExec(client)
        .run(namespace, new HookExec(pod, labels, container, List.of(command)), timeout);
  }

  @Test
  void theExitStatusDecidesAndWhatIsWrittenIsKeptNowhere() throws Exception {
    pod("glpi-0", Map.of(), "web");
    Path mark = folder.resolve("mark");

    assertThat(run("glpi-0", "web", LONG, "sh", "-c", "echo secret; echo on > \"$0\"", mark + ""))
        .isEqualTo(new HookOutcome(true, "sh in pod glpi-0 ended with status 0."));
    assertThat(Files.readString(mark)).isEqualTo("on\n");
    assertThat(run("glpi-0", null, LONG, "sh", "-c", "echo secret >&2; exit 7"))
        .isEqualTo(HookOutcome.failed("sh in pod glpi-0 ended with status 7."));
    assertThat(run("glpi-0", null, LONG, "no-such-program"))
        .isEqualTo(HookOutcome.failed("no-such-program could not be started in pod glpi-0."));
  }

  @Test
  void aProgramThatTakesTooLongIsGivenUp() {
    pod("glpi-0", Map.of(), "web");

    assertThat(run("glpi-0", null, Duration.ofSeconds(2), "sleep", "300"))
        .isEqualTo(HookOutcome.failed("sleep in pod glpi-0 did not end within 2s."));
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThat(run("glpi-0", null, LONG, "true").message())
        .isEqualTo("There is no pod glpi-0 in the namespace.");
    assertThat(run(null, null, LONG, "true").message())
        .isEqualTo("There is no pod in the namespace with the labels app=glpi.");
    pod("glpi-0", Map.of(), "web", "proxy");
    assertThat(run("glpi-0", "database", LONG, "true").message())
        .isEqualTo("The pod glpi-0 has no container database; it has web, proxy.");
  }

  @Test
  void aPodIsFoundByItsLabelsAndPassedOverIfItsContainerDoesNotRun() throws Exception {
    pod("glpi-b", Map.of("kubectl.kubernetes.io/default-container", "web"), "proxy", "web");
    pod("glpi-a", Map.of(), "web");
    assertThat(run(null, null, LONG, "true").message()).contains("pod glpi-a");

    node.killPod(namespace, "glpi-a");
    await()
        .atMost(LONG)
        .until(() ->
            "Failed"
                .equals(
                    client
                        .pods()
                        .inNamespace(namespace)
                        .withName("glpi-a")
                        .get()
                        .getStatus()
                        .getPhase()));

    assertThat(run("glpi-a", null, LONG, "true").message())
        .isEqualTo("The container web of pod glpi-a does not run.");
    assertThat(run(null, null, LONG, "true").message()).contains("pod glpi-b");
  }

  @Test
  void noLabelsAreNotAllPods() {
    pod("glpi-0", Map.of(), "web");

    assertThat(
            new KubernetesPodExec(client)
                .run(
                    namespace,
                    new HookExec(null, new PodSelector(Map.of()), null, List.of("true")),
                    LONG))
        .isEqualTo(HookOutcome.failed("The hook names neither a pod nor labels."));
  }

  @Test
  void neitherPodNorLabelsIsAFailure() {
    assertThat(
            new KubernetesPodExec(client)
                .run(namespace, new HookExec(null, null, null, List.of("true")), LONG))
        .isEqualTo(HookOutcome.failed("The hook names neither a pod nor labels."));
  }

  @Test
  void labelsThatTheApiServerRefusesAreAFailure() {
    assertThat(
            new KubernetesPodExec(client)
                .run(
                    namespace,
                    new HookExec(
                        null, new PodSelector(Map.of("a..b/c", "d")), null, List.of("true")),
                    LONG))
        .isEqualTo(
            HookOutcome.failed(
                "The pods of the namespace could not be looked for: the API server answered with"
                    + " status 400."));
  }

  @Test
  void withoutTheRightItIsSaidWhereToGrantIt() {
    pod("glpi-0", Map.of(), "web");
    try (KubernetesClient weak =
        new KubernetesClientBuilder()
            .withConfig(
                new ConfigBuilder(client.getConfiguration())
                    .withImpersonateUsername("somebody")
                    .build())
            .build()) {
      grant("pods", List.of("list"));

      HookOutcome outcome =
          new KubernetesPodExec(weak)
              .run(namespace, new HookExec("glpi-0", null, null, List.of("true")), LONG);

      assertThat(outcome)
          .isEqualTo(
              HookOutcome.failed(
                  "The operator may not run programs in pods of namespace %s: add it to hooks.execNamespaces of the chart."
                      .formatted(namespace)));
    }
  }

  private void grant(String resource, List<String> verbs) {
    client
        .rbac()
        .roles()
        .resource(
            new io.fabric8.kubernetes.api.model.rbac.RoleBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("weak")
                .endMetadata()
                .addNewRule()
                .withApiGroups("")
                .withResources(resource)
                .withVerbs(verbs)
                .endRule()
                .build())
        .create();
    client
        .rbac()
        .roleBindings()
        .resource(
            new io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("weak")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "weak")
                .addNewSubject("rbac.authorization.k8s.io", "User", "somebody", null)
                .build())
        .create();
  }
}
