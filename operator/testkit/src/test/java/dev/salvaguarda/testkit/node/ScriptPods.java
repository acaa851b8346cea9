package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * Pods that run a script, and what the API server knows of them.
 *
 * @param client of an administrator
 * @param namespace of the pods; has a claim of the name {@code claim}
 */
record ScriptPods(KubernetesClient client, String namespace) {
  static final String SHELL = "example.org/shell:1";

  /** Waits for long, since a machine may be loaded; what is not there yet is no failure. */
  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
  }

  void create(Pod pod) {
    client.resource(pod).create();
  }

  void awaitRunning(String name) {
    await().until(() -> phase(name), "Running"::equals);
  }

  /** Waits until there is no such pod. */
  void awaitGone(String name) {
    await().until(() -> named(name).get() == null);
  }

  /** Waits until the pod has ended; returns how its container did. */
  ContainerStateTerminated awaitTermination(String name) {
    await().until(() -> phase(name), phase -> List.of("Succeeded", "Failed").contains(phase));
    return status(name).getContainerStatuses().getFirst().getState().getTerminated();
  }

  String phase(String name) {
    return status(name).getPhase();
  }

  /** Reason and message of each event that tells about the pod. */
  List<String> eventsOf(String pod) {
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

  /** Status and reason of a condition of the pod; empty if it has none. */
  String condition(String pod, String type) {
    return status(pod).getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .map(condition -> condition.getStatus() + " " + condition.getReason())
        .findFirst()
        .orElse("");
  }

  /** What the container is said to wait for. */
  String waitingMessage(String name) {
    return status(name).getContainerStatuses().getFirst().getState().getWaiting().getMessage();
  }

  /** How one of its containers is. */
  ContainerState state(String pod, String container) {
    return status(pod).getContainerStatuses().stream()
        .filter(one -> one.getName().equals(container))
        .findFirst()
        .orElseThrow()
        .getState();
  }

  /** The newest condition of a Job. */
  String jobCondition(String name) {
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

  /** A pod that runs a script, with a share at {@code /data}; it is not made yet. */
  Pod pod(String name, String script) {
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

  /** The same pod for a Job that makes it once. */
  Job job(String name, String script) {
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

  PodResource named(String name) {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private PodStatus status(String name) {
    return named(name).get().getStatus();
  }

  void createSecret(String name, Map<String, String> content) {
    client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withStringData(content)
                .build())
        .create();
  }

  void createConfigMap(String name, Map<String, String> content) {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withData(content)
                .build())
        .create();
  }
}
