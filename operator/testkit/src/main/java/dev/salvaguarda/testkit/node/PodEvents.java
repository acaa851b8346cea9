package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What kubelet and scheduler tell of a pod in Events and nowhere else, each thing once. The API
 * server lists no Secret or claim that is missing; a person finds it here.
 */
final class PodEvents {
  private final NodeContext context;
  private final Pod pod;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  PodEvents(NodeContext context, Pod pod) {
    this.context = context;
    this.pod = pod;
  }

  void warn(String component, String reason, String message) {
    if (!told.add(reason + message)) {
      return;
    }
    String now = context.clock().instant().toString();
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withGenerateName(pod.getMetadata().getName() + ".")
            .withNamespace(pod.getMetadata().getNamespace())
            .endMetadata()
            .withType("Warning")
            .withReason(reason)
            .withMessage(message)
            .withFirstTimestamp(now)
            .withLastTimestamp(now)
            .withCount(1)
            .withNewSource()
            .withComponent(component)
            .endSource()
            .withNewInvolvedObject()
            .withApiVersion("v1")
            .withKind("Pod")
            .withName(pod.getMetadata().getName())
            .withNamespace(pod.getMetadata().getNamespace())
            .withUid(pod.getMetadata().getUid())
            .endInvolvedObject()
            .build();
    try {
      context.client().resource(event).create();
    } catch (KubernetesClientException e) {
      // The namespace is on its way out; so is whoever would have read it.
    }
  }
}
