package dev.salvaguarda.testkit.node;

import static dev.salvaguarda.testkit.node.ScriptPods.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.EnvFromSourceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.LogWatch;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInNodeIT {
  @TempDir private static Path share;
  private ControlPlane cluster;
  private StandInNode node;
  private String namespace;
  private ScriptPods pods;

  @BeforeAll
  void start() {
    RequiredTool.kubernetes("kube-controller-manager").path();
    cluster = ControlPlane.start();
    namespace = cluster.newNamespace("node");
    pods = new ScriptPods(cluster.client(), namespace);
    NodeStorage storage =
        new NodeStorage(
            Map.of(namespace + "/claim", share), Map.of("nfs.example.org:/export", share));
    node =
        StandInNode.start(
            cluster.client(),
            NodeOptions.of(ImageCatalog.empty().with(ScriptPods.SHELL, List.of("sh", "-c")))
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
    cluster.client().resource(pods.job("good", "echo fine; exit 0")).create();

    await().until(() -> pods.jobCondition("good"), "Complete"::equals);
  }

  @Test
  void jobWhosePodFailsIsFailed() {
    cluster.client().resource(pods.job("bad", "exit 3")).create();

    await().until(() -> pods.jobCondition("bad"), "Failed"::equals);
  }

  @Test
  void reportsExitCodeReasonAndTerminationMessage() {
    pods.create(pods.pod("message", "printf 'the result' > /dev/termination-log; exit 4"));

    ContainerStateTerminated end = pods.awaitTermination("message");

    assertThat(end.getExitCode()).isEqualTo(4);
    assertThat(end.getReason()).isEqualTo("Error");
    assertThat(end.getMessage()).isEqualTo("the result");
    assertThat(pods.phase("message")).isEqualTo("Failed");
  }

  @Test
  void takesTheLogForTheMessageOfAFailureWhenAskedTo() {
    Pod pod = pods.pod("fallback", "echo the last words; exit 1");
    pod.getSpec().getContainers().getFirst().setTerminationMessagePolicy("FallbackToLogsOnError");
    pods.create(pod);

    assertThat(pods.awaitTermination("fallback").getMessage()).contains("the last words");
  }

  @Test
  void servesLogsThroughTheApiServer() {
    pods.create(pods.pod("logs", "echo one; echo two; echo three"));
    pods.awaitTermination("logs");

    assertThat(pods.named("logs").getLog()).isEqualTo("one\ntwo\nthree\n");
    assertThat(pods.named("logs").tailingLines(1).getLog()).isEqualTo("three\n");
    assertThat(pods.named("logs").limitBytes(5).getLog()).isEqualTo("one\nt");
  }

  @Test
  void followsTheLogOfARunningPodUntilItEnds() throws Exception {
    pods.create(
        pods.pod("follow", "echo first; while [ ! -e /data/go ]; do sleep 0.1; done; echo last"));
    pods.awaitRunning("follow");

    try (LogWatch watch = pods.named("follow").watchLog();
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
    pods.createConfigMap("order", Map.of("order.json", "{\"read\":\"/data/input\"}"));
    pods.createSecret("password", Map.of("word", "hidden"));
    Files.writeString(share.resolve("input"), "from the share");
    Pod pod =
        pods.pod(
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

    pods.create(pod);

    assertThat(pods.awaitTermination("volumes").getExitCode()).isZero();
    assertThat(share.resolve("output")).hasContent("from the sharehidden");
  }

  @Test
  void waitsForASecretThatIsNotThereYet() {
    Pod pod =
        new PodBuilder(pods.pod("patient", "exit 0"))
            .editSpec()
            .addNewVolume()
            .withName("late")
            .withNewSecret()
            .withSecretName("late")
            .endSecret()
            .endVolume()
            .endSpec()
            .build();
    pods.create(pod);
    // As on a real node, the container's own state does not say what it waits for.
    await()
        .until(() ->
            pods.eventsOf("patient")
                .contains("FailedMount MountVolume.SetUp failed: secret \"late\" not found"));
    assertThat(pods.waitingMessage("patient")).isNullOrEmpty();

    pods.createSecret("late", Map.of());

    assertThat(pods.awaitTermination("patient").getExitCode()).isZero();
  }

  @Test
  void cannotPullAnImageThatIsNotInTheCatalogue() {
    Pod pod = pods.pod("unknown", "exit 0");
    pod.getSpec().getContainers().getFirst().setImage("example.org/unknown");
    pods.create(pod);

    await()
        .until(
            () -> pods.waitingMessage("unknown"),
            "image example.org/unknown can't be pulled"::equals);
  }

  @Test
  void aPodWhoseClaimNobodyMadeIsNotScheduled() {
    Pod pod = pods.pod("unclaimed", "exit 0");
    pod.getSpec().getVolumes().getFirst().getPersistentVolumeClaim().setClaimName("nobody-s");
    pods.create(pod);

    await()
        .until(() ->
            pods.eventsOf("unclaimed")
                .contains(
                    "FailedScheduling 0/1 nodes are available: persistentvolumeclaim \"nobody-s\""
                        + " not found."));
    await().until(() -> pods.condition("unclaimed", "PodScheduled"), "False Unschedulable"::equals);
  }

  @Test
  void saysWhoEvictedAPod() {
    pods.create(pods.pod("evicted", "sleep 600"));
    pods.create(pods.pod("drained", "trap '' TERM; sleep 3; sleep 600 & wait"));
    pods.awaitRunning("evicted");
    pods.awaitRunning("drained");

    node.evictPod(namespace, "evicted");
    pods.named("drained").evict();

    await()
        .until(
            () -> pods.condition("evicted", "DisruptionTarget"),
            "True TerminationByKubelet"::equals);
    await()
        .until(
            () -> pods.condition("drained", "DisruptionTarget"),
            "True EvictionByEvictionAPI"::equals);
    pods.named("drained").withGracePeriod(1).delete();
  }

  @Test
  void answersWithASentenceWhereTheLogOfARemovedContainerWas() {
    Pod pod = pods.pod("forgotten", "echo something");
    // Somebody else wants to see the pod before it goes.
    pod.getMetadata().setFinalizers(List.of("example.org/seen"));
    pods.create(pod);
    pods.awaitTermination("forgotten");

    pods.named("forgotten").withGracePeriod(0).delete();

    await()
        .until(
            () -> pods.named("forgotten").getLog(),
            log -> log.startsWith("unable to retrieve container logs for containerd://"));
    pods.named("forgotten")
        .edit(seen ->
            new PodBuilder(seen).editMetadata().withFinalizers(List.of()).endMetadata().build());
  }

  @Test
  void runsInitContainersFirst() {
    Pod pod =
        new PodBuilder(pods.pod("init", "cat /data/from-init"))
            .editSpec()
            .addToInitContainers(
                new ContainerBuilder(
                        pods.pod("init", "echo prepared > /data/from-init")
                            .getSpec()
                            .getContainers()
                            .getFirst())
                    .withName("before")
                    .build())
            .endSpec()
            .build();
    pods.create(pod);

    assertThat(pods.awaitTermination("init").getExitCode()).isZero();
    assertThat(pods.named("init").inContainer("main").getLog()).isEqualTo("prepared\n");
  }

  @Test
  void aContainerThatIsHeldBackHoldsBackNoOther() {
    pods.create(withNeighbour("held", "echo here > /data/held; sleep 600", "no/such", "true"));

    await().until(() -> Files.exists(share.resolve("held")));
    await().until(() -> pods.state("held", "neighbour").getWaiting() != null);
    await().until(() -> pods.state("held", "main").getRunning() != null);
    assertThat(pods.phase("held")).isEqualTo("Pending");
    assertThat(pods.state("held", "neighbour").getWaiting().getReason()).isEqualTo("ErrImagePull");
    pods.named("held").withGracePeriod(1).delete();
  }

  @Test
  void tellsOfTheEndOfEachContainerWhileOthersRun() {
    pods.create(withNeighbour("pair", "sleep 600", ScriptPods.SHELL, "exit 7"));

    await().until(() -> pods.state("pair", "neighbour").getTerminated() != null);

    assertThat(pods.state("pair", "neighbour").getTerminated().getExitCode()).isEqualTo(7);
    assertThat(pods.state("pair", "main").getRunning()).isNotNull();
    assertThat(pods.phase("pair")).isEqualTo("Running");
    pods.named("pair").withGracePeriod(1).delete();
  }

  @Test
  void containersShareAFolderAndAPipeInIt() {
    Pod pod =
        withNeighbour(
            "pipe",
            "until [ -p /data/pipe ]; do sleep 0.1; done; cat /data/pipe; rm /data/pipe",
            ScriptPods.SHELL,
            "mkfifo /data/pipe; echo \"$word\" > /data/pipe");
    pods.createSecret("words", Map.of("word", "through the pipe"));
    Container neighbour = pod.getSpec().getContainers().getLast();
    neighbour.setEnvFrom(
        List.of(new EnvFromSourceBuilder().withNewSecretRef("words", null).build()));
    pods.create(pod);

    pods.awaitTermination("pipe");

    assertThat(pods.named("pipe").inContainer("main").getLog()).isEqualTo("through the pipe\n");
    assertThat(pods.phase("pipe")).isEqualTo("Succeeded");
  }

  @Test
  void aSecretForVariablesThatIsNotThereIsNamedByTheContainer() {
    Pod pod = pods.pod("nameless", "exit 0");
    pod.getSpec()
        .getContainers()
        .getFirst()
        .setEnvFrom(List.of(new EnvFromSourceBuilder().withNewSecretRef("nobody-s", null).build()));
    pods.create(pod);

    await().until(() -> pods.waitingMessage("nameless"), "secret \"nobody-s\" not found"::equals);
    pods.named("nameless").withGracePeriod(1).delete();
  }

  private Pod withNeighbour(String name, String script, String image, String neighbour) {
    return new PodBuilder(pods.pod(name, script))
        .editSpec()
        .addToContainers(
            new ContainerBuilder(pods.pod(name, neighbour).getSpec().getContainers().getFirst())
                .withName("neighbour")
                .withImage(image)
                .build())
        .endSpec()
        .build();
  }

  @Test
  void endsAPodThatLivesLongerThanItsDeadline() {
    Pod pod = pods.pod("slow", "sleep 600");
    pod.getSpec().setActiveDeadlineSeconds(1L);
    pods.create(pod);

    pods.awaitTermination("slow");

    Pod seen = pods.named("slow").get();
    assertThat(seen.getStatus().getReason()).isEqualTo("DeadlineExceeded");
    assertThat(seen.getStatus().getPhase()).isEqualTo("Failed");
  }

  @Test
  void givesADeletedPodTimeToSayGoodbye() {
    pods.create(
        pods.pod("goodbye", "trap 'echo bye > /data/goodbye; exit 0' TERM; sleep 600 & wait"));
    pods.awaitRunning("goodbye");

    pods.named("goodbye").delete();

    pods.awaitGone("goodbye");
    assertThat(share.resolve("goodbye")).hasContent("bye\n");
  }

  @Test
  void killsADeletedPodThatDoesNotListen() {
    Pod pod = pods.pod("stubborn", "trap '' TERM; while true; do sleep 0.1; done");
    pod.getSpec().setTerminationGracePeriodSeconds(1L);
    pods.create(pod);
    pods.awaitRunning("stubborn");

    pods.named("stubborn").delete();

    pods.awaitGone("stubborn");
  }

  @Test
  void reportsAKilledPodAsFailed() {
    pods.create(pods.pod("killed", "sleep 600"));
    pods.awaitRunning("killed");

    node.killPod(namespace, "killed");

    ContainerStateTerminated end = pods.awaitTermination("killed");
    assertThat(end.getExitCode()).isEqualTo(137);
    assertThat(end.getReason()).isEqualTo("Error");
  }

  @Test
  void reportsAPodThatTookTooMuchMemory() {
    pods.create(pods.pod("greedy", "sleep 600"));
    pods.awaitRunning("greedy");

    node.oomKill(namespace, "greedy");

    assertThat(pods.awaitTermination("greedy").getReason()).isEqualTo("OOMKilled");
  }

  @Test
  void saysNothingAboutALostPodButLetsItBeDeleted() {
    pods.create(pods.pod("lost", "sleep 600"));
    pods.awaitRunning("lost");

    node.losePod(namespace, "lost");

    await().until(() -> node.runningPods().stream().noneMatch(StandInNodeIT::isLost));
    assertThat(pods.phase("lost")).isEqualTo("Running");
    pods.named("lost").delete();
    pods.awaitGone("lost");
  }

  @Test
  void cutsALogConnection() throws Exception {
    pods.create(pods.pod("cut", "echo first; sleep 600"));
    pods.awaitRunning("cut");

    try (LogWatch watch = pods.named("cut").watchLog();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(watch.getOutput(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("first");
      node.cutLogs();
      assertThat(lines.readLine()).isNull();
    }
    pods.awaitRunning("cut");
    pods.named("cut").withGracePeriod(1).delete();
  }

  private static boolean isLost(Pod pod) {
    return pod.getMetadata().getName().equals("lost");
  }
}
