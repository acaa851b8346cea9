package dev.salvaguarda.testkit.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInNodeIT {
  private static final String SHELL = "example.org/shell:1";

  @TempDir private static Path share;
  private ControlPlane cluster;
  private StandInNode node;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  void start() {
    RequiredTool.kubernetes("kube-controller-manager").path();
    cluster = ControlPlane.start();
    client = cluster.client();
    namespace = cluster.newNamespace("node");
    NodeStorage storage =
        new NodeStorage(
            Map.of(namespace + "/claim", share), Map.of("nfs.example.org:/export", share));
    node =
        StandInNode.start(
            client,
            NodeOptions.of(ImageCatalog.empty().with(SHELL, List.of("sh", "-c")))
                .withStorage(storage));
  }

  @AfterAll
  void stop() {
    if (node != null) {
      node.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void jobWhosePodSucceedsIsComplete() {
    client.resource(job("good", "echo fine; exit 0")).create();

    await().until(() -> jobCondition("good"), "Complete"::equals);
  }

  @Test
  void jobWhosePodFailsIsFailed() {
    client.resource(job("bad", "exit 3")).create();

    await().until(() -> jobCondition("bad"), "Failed"::equals);
  }

  @Test
  void reportsExitCodeReasonAndTerminationMessage() {
    create(pod("message", "printf 'the result' > /dev/termination-log; exit 4"));

    ContainerStateTerminated end = awaitTermination("message");

    assertThat(end.getExitCode()).isEqualTo(4);
    assertThat(end.getReason()).isEqualTo("Error");
    assertThat(end.getMessage()).isEqualTo("the result");
    assertThat(phase("message")).isEqualTo("Failed");
  }

  @Test
  void takesTheLogForTheMessageOfAFailureWhenAskedTo() {
    Pod pod = pod("fallback", "echo the last words; exit 1");
    pod.getSpec().getContainers().getFirst().setTerminationMessagePolicy("FallbackToLogsOnError");
    create(pod);

    assertThat(awaitTermination("fallback").getMessage()).contains("the last words");
  }

  @Test
  void servesLogsThroughTheApiServer() {
    create(pod("logs", "echo one; echo two; echo three"));
    awaitTermination("logs");

    assertThat(client.pods().inNamespace(namespace).withName("logs").getLog())
        .isEqualTo("one\ntwo\nthree\n");
    assertThat(client.pods().inNamespace(namespace).withName("logs").tailingLines(1).getLog())
        .isEqualTo("three\n");
    assertThat(client.pods().inNamespace(namespace).withName("logs").limitBytes(5).getLog())
        .isEqualTo("one\nt");
  }

  @Test
  void followsTheLogOfARunningPodUntilItEnds() throws Exception {
    create(pod("follow", "echo first; while [ ! -e /data/go ]; do sleep 0.1; done; echo last"));
    awaitRunning("follow");

    try (LogWatch watch = client.pods().inNamespace(namespace).withName("follow").watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("first");
      Files.writeString(share.resolve("go"), "");
      assertThat(lines.readLine()).isEqualTo("last");
      assertThat(lines.readLine()).isNull();
    } finally {
      Files.deleteIfExists(share.resolve("go"));
    }
  }

  @Test
  void laysVolumesAndRewritesTheirPathsEverywhere() throws Exception {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("order")
                .endMetadata()
                .withData(Map.of("order.json", "{\"read\":\"/data/input\"}"))
                .build())
        .create();
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("password")
                .endMetadata()
                .withStringData(Map.of("word", "hidden"))
                .build())
        .create();
    Files.writeString(share.resolve("input"), "from the share");
    Pod pod =
        pod(
            "volumes",
            "cat $(sed -n 's/.*: \"\\(.*\\)\".*/\\1/p' /order/order.json) /secret/word > \"$OUT\"");
    pod.getSpec()
        .getContainers()
        .set(
            0,
            new ContainerBuilder(pod.getSpec().getContainers().getFirst())
                .addNewVolumeMount()
                .withName("order")
                .withMountPath("/order")
                .endVolumeMount()
                .addNewVolumeMount()
                .withName("secret")
                .withMountPath("/secret")
                .endVolumeMount()
                .addNewEnv()
                .withName("OUT")
                .withValue("/data/output")
                .endEnv()
                .build());
    pod =
        new PodBuilder(pod)
            .editSpec()
            .addNewVolume()
            .withName("order")
            .withNewConfigMap()
            .withName("order")
            .endConfigMap()
            .endVolume()
            .addNewVolume()
            .withName("secret")
            .withNewSecret()
            .withSecretName("password")
            .endSecret()
            .endVolume()
            .endSpec()
            .build();

    create(pod);

    assertThat(awaitTermination("volumes").getExitCode()).isZero();
    assertThat(share.resolve("output")).hasContent("from the sharehidden");
  }

  @Test
  void waitsForASecretThatIsNotThereYet() {
    Pod pod =
        new PodBuilder(pod("patient", "exit 0"))
            .editSpec()
            .addNewVolume()
            .withName("late")
            .withNewSecret()
            .withSecretName("late")
            .endSecret()
            .endVolume()
            .endSpec()
            .build();
    create(pod);
    // As on a real node, the container's own state does not say what it waits for.
    await()
        .until(() ->
            warnings("patient")
                .contains("FailedMount MountVolume.SetUp failed: secret \"late\" not found"));
    assertThat(waitingMessage("patient")).isNullOrEmpty();

    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("late")
                .endMetadata()
                .build())
        .create();

    assertThat(awaitTermination("patient").getExitCode()).isZero();
  }

  @Test
  void cannotPullAnImageThatIsNotInTheCatalogue() {
    Pod pod = pod("unknown", "exit 0");
    pod.getSpec().getContainers().getFirst().setImage("example.org/unknown");
    create(pod);

    await()
        .until(
            () -> waitingMessage("unknown"), "image example.org/unknown can't be pulled"::equals);
  }

  @Test
  void aPodWhoseClaimNobodyMadeIsNotScheduled() {
    Pod pod = pod("unclaimed", "exit 0");
    pod.getSpec().getVolumes().getFirst().getPersistentVolumeClaim().setClaimName("nobody-s");
    create(pod);

    await()
        .until(() ->
            warnings("unclaimed")
                .contains(
                    "FailedScheduling 0/1 nodes are available: persistentvolumeclaim \"nobody-s\""
                        + " not found."));
    await().until(() -> condition("unclaimed", "PodScheduled"), "False Unschedulable"::equals);
  }

  @Test
  void saysWhoEvictedAPod() {
    create(pod("evicted", "sleep 600"));
    create(pod("drained", "trap '' TERM; sleep 3; sleep 600 & wait"));
    awaitRunning("evicted");
    awaitRunning("drained");

    node.evictPod(namespace, "evicted");
    client.pods().inNamespace(namespace).withName("drained").evict();

    await()
        .until(() -> condition("evicted", "DisruptionTarget"), "True TerminationByKubelet"::equals);
    await()
        .until(
            () -> condition("drained", "DisruptionTarget"), "True EvictionByEvictionAPI"::equals);
    client.pods().inNamespace(namespace).withName("drained").withGracePeriod(1).delete();
  }

  @Test
  void answersWithASentenceWhereTheLogOfARemovedContainerWas() {
    Pod pod = pod("forgotten", "echo something");
    // Somebody else wants to see the pod before it goes.
    pod.getMetadata().setFinalizers(List.of("example.org/seen"));
    create(pod);
    awaitTermination("forgotten");

    client.pods().inNamespace(namespace).withName("forgotten").withGracePeriod(0).delete();

    await()
        .until(
            () -> client.pods().inNamespace(namespace).withName("forgotten").getLog(),
            log -> log.startsWith("unable to retrieve container logs for containerd://"));
    client
        .pods()
        .inNamespace(namespace)
        .withName("forgotten")
        .edit(seen ->
            new PodBuilder(seen).editMetadata().withFinalizers(List.of()).endMetadata().build());
  }

  @Test
  void runsInitContainersFirst() {
    Pod pod =
        new PodBuilder(pod("init", "cat /data/from-init"))
            .editSpec()
            .addToInitContainers(
                new ContainerBuilder(
                        pod("init", "echo prepared > /data/from-init")
                            .getSpec()
                            .getContainers()
                            .getFirst())
                    .withName("before")
                    .build())
            .endSpec()
            .build();
    create(pod);

    assertThat(awaitTermination("init").getExitCode()).isZero();
    assertThat(client.pods().inNamespace(namespace).withName("init").inContainer("main").getLog())
        .isEqualTo("prepared\n");
  }

  @Test
  void endsAPodThatLivesLongerThanItsDeadline() {
    Pod pod = pod("slow", "sleep 600");
    pod.getSpec().setActiveDeadlineSeconds(1L);
    create(pod);

    awaitTermination("slow");

    Pod seen = client.pods().inNamespace(namespace).withName("slow").get();
    assertThat(seen.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    assertThat(seen.getStatus().getPhase()).isEqualTo("Failed");
  }

  @Test
  void givesADeletedPodTimeToSayGoodbye() {
    create(pod("goodbye", "trap 'echo bye > /data/goodbye; exit 0' TERM; sleep 600 & wait"));
    awaitRunning("goodbye");

    client.pods().inNamespace(namespace).withName("goodbye").delete();

    awaitGone("goodbye");
    assertThat(share.resolve("goodbye")).hasContent("bye\n");
  }

  @Test
  void killsADeletedPodThatDoesNotListen() {
    Pod pod = pod("stubborn", "trap '' TERM; while true; do sleep 0.1; done");
    pod.getSpec().setTerminationGracePeriodSeconds(1L);
    create(pod);
    awaitRunning("stubborn");

    client.pods().inNamespace(namespace).withName("stubborn").delete();

    awaitGone("stubborn");
  }

  @Test
  void reportsAKilledPodAsFailed() {
    create(pod("killed", "sleep 600"));
    awaitRunning("killed");

    node.killPod(namespace, "killed");

    ContainerStateTerminated end = awaitTermination("killed");
    assertThat(end.getExitCode()).isEqualTo(137);
    assertThat(end.getReason()).isEqualTo("Error");
  }

  @Test
  void reportsAPodThatTookTooMuchMemory() {
    create(pod("greedy", "sleep 600"));
    awaitRunning("greedy");

    node.oomKill(namespace, "greedy");

    assertThat(awaitTermination("greedy").getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void saysNothingAboutALostPodButLetsItBeDeleted() {
    create(pod("lost", "sleep 600"));
    awaitRunning("lost");

    node.losePod(namespace, "lost");

    await().until(() -> node.runningPods().stream().noneMatch(StandInNodeIT::isLost));
    assertThat(phase("lost")).isEqualTo("Running");
    client.pods().inNamespace(namespace).withName("lost").delete();
    awaitGone("lost");
  }

  @Test
  void cutsALogConnection() throws Exception {
    create(pod("cut", "echo first; sleep 600"));
    awaitRunning("cut");

    try (LogWatch watch = client.pods().inNamespace(namespace).withName("cut").watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("first");
      node.cutLogs();
      assertThat(lines.readLine()).isNull();
    }
    assertThat(phase("cut")).isEqualTo("Running");
    client.pods().inNamespace(namespace).withName("cut").withGracePeriod(1).delete();
  }

  private static boolean isLost(Pod pod) {
    return pod.getMetadata().getName().equals("lost");
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
  }

  private void create(Pod pod) {
    client.resource(pod).create();
  }

  private void awaitRunning(String name) {
    await().until(() -> phase(name), "Running"::equals);
  }

  private void awaitGone(String name) {
    await().until(() -> client.pods().inNamespace(namespace).withName(name).get() == null);
  }

  private ContainerStateTerminated awaitTermination(String name) {
    await().until(() -> phase(name), phase -> List.of("Succeeded", "Failed").contains(phase));
    return client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getTerminated();
  }

  private String phase(String name) {
    return client.pods().inNamespace(namespace).withName(name).get().getStatus().getPhase();
  }

  private List<String> warnings(String pod) {
    return client
        .v1()
        .events()
        .inNamespace(namespace)
        .withField("involvedObject.name", pod)
        .list()
        .getItems()
        .stream()
        .map(event -> event.getReason() + " " + event.getMessage())
        .toList();
  }

  private String condition(String pod, String type) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(pod)
        .get()
        .getStatus()
        .getConditions()
        .stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .findFirst()
        .orElse("");
  }

  private String waitingMessage(String name) {
    return client
        .pods()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getStatus()
        .getContainerStatuses()
        .getFirst()
        .getState()
        .getWaiting()
        .getMessage();
  }

  private String jobCondition(String name) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withName(name)
        .get()
        .getStatus()
        .getConditions()
        .getLast()
        .getType();
  }

  private Pod pod(String name, String script) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withRestartPolicy("Never")
        .addNewContainer()
        .withName("main")
        .withImage(SHELL)
        .withArgs(script)
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .addNewVolume()
        .withName("data")
        .withNewPersistentVolumeClaim()
        .withClaimName("claim")
        .endPersistentVolumeClaim()
        .endVolume()
        .endSpec()
        .build();
  }

  private Job job(String name, String script) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withNewTemplate()
        .withSpec(pod(name, script).getSpec())
        .endTemplate()
        .endSpec()
        .build();
  }
}
