package dev.salvaguarda.controller.adapter.kubernetes;

import dev.salvaguarda.controller.port.PodLogs;
import dev.salvaguarda.controller.worker.manifest.PodManifest;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pod logs through the API server, which asks the node's kubelet. */
public final class KubernetesPodLogs implements PodLogs {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesPodLogs.class);

  /** A result with some thousand targets fits; a log without line breaks doesn't fill the heap. */
  private static final int MAX_BYTES = 1 << 20;

  /** A kubelet that has removed the log says so in its place. */
  private static final String NO_LOG = "unable to retrieve container logs for ";

  private final Refusals refusals = new Refusals(LOG, "log of a worker not read");
  private final KubernetesClient client;

  public KubernetesPodLogs(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<List<String>> tail(String namespace, String pod, int lines) {
    try {
      String log =
          client
              .pods()
              .inNamespace(namespace)
              .withName(pod)
              .inContainer(PodManifest.CONTAINER)
              .limitBytes(MAX_BYTES)
              .tailingLines(lines)
              .getLog();
      refusals.passed();
      return Optional.ofNullable(log)
          .filter(text -> !text.startsWith(NO_LOG))
          .map(text -> text.lines().toList());
    } catch (KubernetesClientException refused) {
      refusals.refused(refused, namespace + "/" + pod);
      return Optional.empty();
    }
  }
}
