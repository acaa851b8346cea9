package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Binds one pod to the node, as the scheduler does: a pod whose claim nobody made stays unbound,
 * with the reason in its condition {@code PodScheduled} and in an Event.
 */
final class PodScheduling {
  private static final long PAUSE_MILLIS = 500;

  private final NodeContext context;
  private final String nodeName;
  private final Pod pod;

  PodScheduling(NodeContext context, String nodeName, Pod pod) {
    this.context = context;
    this.nodeName = nodeName;
    this.pod = pod;
  }

  void run() throws InterruptedException {
    PodEvents events = new PodEvents(context, pod);
    PodReporter reporter = new PodReporter(context.client(), pod);
    String told = "";
    while (isWaiting()) {
      Optional<String> obstacle = obstacle();
      String message = obstacle.map("0/1 nodes are available: "::concat).orElse("");
      if (message.isEmpty()) {
        bind();
      } else if (!message.equals(told)) {
        told = message;
        events.warn("default-scheduler", "FailedScheduling", message);
        reporter.status(
            new PodStatusBuilder()
                .withPhase("Pending")
                .withConditions(
                    new PodConditionBuilder()
                        .withType("PodScheduled")
                        .withStatus("False")
                        .withReason("Unschedulable")
                        .withMessage(message)
                        .withLastTransitionTime(context.clock().instant().toString())
                        .build())
                .build());
      }
      Thread.sleep(PAUSE_MILLIS);
    }
  }

  private boolean isWaiting() {
    try {
      Pod now = context.client().resource(pod).get();
      return now != null
          && now.getMetadata().getUid().equals(pod.getMetadata().getUid())
          && now.getMetadata().getDeletionTimestamp() == null
          && now.getSpec().getNodeName() == null;
    } catch (KubernetesClientException e) {
      return true;
    }
  }

  private Optional<String> obstacle() {
    String namespace = pod.getMetadata().getNamespace();
    KubernetesClient client = context.client();
    try {
      return pod.getSpec().getVolumes().stream()
          .map(Volume::getPersistentVolumeClaim)
          .filter(source -> source != null)
          .map(source -> source.getClaimName())
          .filter(claim -> !context.storage().claims().containsKey(namespace + "/" + claim))
          .filter(claim ->
              client.persistentVolumeClaims().inNamespace(namespace).withName(claim).get() == null)
          .map("persistentvolumeclaim \"%s\" not found."::formatted)
          .findFirst();
    } catch (KubernetesClientException e) {
      return Optional.of("the API server does not answer.");
    }
  }

  private void bind() {
    String namespace = pod.getMetadata().getNamespace();
    try {
      context
          .client()
          .bindings()
          .inNamespace(namespace)
          .resource(
              new BindingBuilder()
                  .withNewMetadata()
                  .withName(pod.getMetadata().getName())
                  .withNamespace(namespace)
                  .withUid(pod.getMetadata().getUid())
                  .endMetadata()
                  .withNewTarget()
                  .withKind("Node")
                  .withApiVersion("v1")
                  .withName(nodeName)
                  .endTarget()
                  .build())
          .create();
    } catch (KubernetesClientException e) {
      // Bound twice, or gone meanwhile: the next event says which.
    }
  }
}
