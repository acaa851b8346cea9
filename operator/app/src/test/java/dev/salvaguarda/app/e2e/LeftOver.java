package dev.salvaguarda.app.e2e;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.stream.Stream;

/** What runs make in a cluster and must not leave there. */
final class LeftOver {
  private static final String WORKERS = "app.kubernetes.io/component=worker";

  private LeftOver() {}

  /** Kinds and names; empty when nothing is left. */
  static List<String> in(KubernetesClient client, String namespace) {
    Stream<? extends HasMetadata> found =
        Stream.of(
                client.batch().v1().jobs().inNamespace(namespace).list().getItems(),
                client.pods().inNamespace(namespace).list().getItems(),
                client.leases().inNamespace(namespace).list().getItems(),
                client
                    .configMaps()
                    .inNamespace(namespace)
                    .withLabelSelector(WORKERS)
                    .list()
                    .getItems())
            .flatMap(List::stream);
    return found.map(object -> object.getKind() + " " + object.getMetadata().getName()).toList();
  }
}
