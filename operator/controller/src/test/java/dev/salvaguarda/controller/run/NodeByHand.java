package dev.salvaguarda.controller.run;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.domain.name.JobName;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.Outcome;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** A node whose pods do what the test says; nothing runs. */
final class NodeByHand {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final KubernetesClient client;
  private final String namespace;

  NodeByHand(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** The pod of an attempt, once it is there. */
  Pod awaitPod(BackupRun run, int attempt) {
    String job = JobName.of(run.getMetadata().getName(), attempt);
    await("pod of " + job).atMost(PATIENCE).until(() -> !pods(job).isEmpty());
    return pods(job).getFirst();
  }

  Pod start(BackupRun run, int attempt) {
    Pod pod = awaitPod(run, attempt);
    status(
        pod,
        new PodStatusBuilder()
            .withPhase("Running")
            .withContainerStatuses(
                container()
                    .withState(
                        new ContainerStateBuilder()
                            .withNewRunning()
                            .withStartedAt(now())
                            .endRunning()
                            .build())
                    .build())
            .build());
    return pod;
  }

  void end(Pod pod, CopyResult result) {
    end(pod, result.outcome() == Outcome.SUCCEEDED ? 0 : 1, "Error", json(result));
  }

  void end(Pod pod, int exitCode, String reason, String message) {
    status(
        pod,
        new PodStatusBuilder()
            .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
            .withContainerStatuses(
                container()
                    .withState(
                        new ContainerStateBuilder()
                            .withNewTerminated()
                            .withExitCode(exitCode)
                            .withReason(reason)
                            .withMessage(message)
                            .withStartedAt(now())
                            .withFinishedAt(now())
                            .endTerminated()
                            .build())
                    .build())
            .build());
  }

  /** What a kubelet writes about a pod that it can't start. */
  void complain(Pod pod, String reason, String message) {
    say(pod, "Warning", reason, message, now());
  }

  /** Says that the pod's image is pulled, a minute after all that was said before. */
  void pull(Pod pod) {
    say(pod, "Normal", "Pulling", "Pulling image", Instant.parse(now()).plusSeconds(60).toString());
  }

  private void say(Pod pod, String type, String reason, String message, String when) {
    client
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withGenerateName("complaint-")
                .withNamespace(namespace)
                .endMetadata()
                .withNewInvolvedObject()
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withNamespace(namespace)
                .withUid(pod.getMetadata().getUid())
                .endInvolvedObject()
                .withType(type)
                .withReason(reason)
                .withMessage(message)
                .withLastTimestamp(when)
                .build())
        .create();
  }

  /** Puts the pod on a node that never answers: its deletion waits for ever. */
  void strand(Pod pod) {
    if (client.nodes().withName("lost").get() == null) {
      client
          .resource(new NodeBuilder().withNewMetadata().withName("lost").endMetadata().build())
          .create();
    }
    client
        .bindings()
        .inNamespace(namespace)
        .resource(
            new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .withNamespace(namespace)
                .endMetadata()
                .withNewTarget()
                .withApiVersion("v1")
                .withKind("Node")
                .withName("lost")
                .endTarget()
                .build())
        .create();
  }

  /** With little time to stop in. */
  void delete(Pod pod) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .withGracePeriod(1)
        .delete();
  }

  static String json(Object value) {
    try {
      return new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(com.fasterxml.jackson.databind.SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Pod> pods(String job) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("batch.kubernetes.io/job-name", job)
        .list()
        .getItems();
  }

  private void status(Pod pod, io.fabric8.kubernetes.api.model.PodStatus status) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(pod.getMetadata().getName())
        .subresource("status")
        .patch(
            PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("status", status)));
  }

  private static ContainerStatusBuilder container() {
    return new ContainerStatusBuilder()
        .withName("agent")
        .withImage("example.org/salvaguarda:test")
        .withImageID("")
        .withReady(false)
        .withRestartCount(0);
  }

  private static String now() {
    return Instant.now(java.time.Clock.system(ZoneOffset.UTC))
        .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
        .toString();
  }
}
