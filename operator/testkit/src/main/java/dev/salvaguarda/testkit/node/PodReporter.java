package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;

/** Tells the API server how one pod is, as often as it takes. */
final class PodReporter {
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int UNPROCESSABLE = 422;

  private final KubernetesClient client;
  private final Pod pod;
  private volatile boolean silent;

  PodReporter(KubernetesClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  /** Nothing is said from now on: the node, or what it knows of the pod, is lost. */
  void fallSilent() {
    silent = true;
  }

  void speakAgain() {
    silent = false;
  }

  void status(PodStatus status) throws InterruptedException {
    // Conditions that others set, such as DisruptionTarget after an eviction, stay.
    // With the uid, a pod of the same name that came later is not touched.
    String patch =
        Serialization.asJson(
            Map.of("metadata", Map.of("uid", pod.getMetadata().getUid()), "status", status));
    insist(() ->
        client
            .pods()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(pod.getMetadata().getName())
            .subresource("status")
            .patch(PatchContext.of(PatchType.STRATEGIC_MERGE), patch));
  }

  /** Lets a deleted pod go, as the kubelet does when its processes are gone. */
  void finalizeDeletion() throws InterruptedException {
    insist(() -> client.resource(pod).withGracePeriod(0).delete());
  }

  private void insist(Runnable write) throws InterruptedException {
    while (!silent) {
      try {
        write.run();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == UNPROCESSABLE) {
          throw new IllegalStateException("the API server refuses what the node says", e);
        }
        if (isFinal(e.getCode())) {
          return;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  private static boolean isFinal(int code) {
    return code == HttpURLConnection.HTTP_NOT_FOUND || code == HttpURLConnection.HTTP_CONFLICT;
  }
}
