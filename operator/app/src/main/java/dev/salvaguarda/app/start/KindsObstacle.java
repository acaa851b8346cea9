package dev.salvaguarda.app.start;

import dev.salvaguarda.controller.status.FailedLook;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Whether the API server answers and knows our kinds. It is asked for one object of each, which
 * needs no right that the operator does not need anyway.
 */
public final class KindsObstacle implements Supplier<Optional<String>> {
  private final KubernetesClient client;
  private final List<Class<? extends HasMetadata>> kinds;
  private final List<String> namespaces;

  /**
   * @param namespaces where the operator looks for its objects; empty means everywhere
   */
  public KindsObstacle(
      KubernetesClient client, List<Class<? extends HasMetadata>> kinds, List<String> namespaces) {
    this.client = client;
    this.kinds = List.copyOf(kinds);
    this.namespaces = List.copyOf(namespaces);
  }

  @Override
  public Optional<String> get() {
    try {
      List<Class<? extends HasMetadata>> unknown =
          kinds.stream().filter(kind -> !isKnown(kind)).toList();
      return unknown.isEmpty()
          ? Optional.empty()
          : Optional.of(
              unknown.stream()
                  .map(HasMetadata::getFullResourceName)
                  .collect(
                      Collectors.joining(
                          ", ",
                          "There are no CustomResourceDefinitions ",
                          ": apply the files of the folder crds.")));
    } catch (KubernetesClientException e) {
      return Optional.of(FailedLook.of(e).sentence());
    }
  }

  private boolean isKnown(Class<? extends HasMetadata> kind) {
    try {
      var one = new ListOptionsBuilder().withLimit(1L).build();
      if (namespaces.isEmpty()) {
        client.resources(kind).inAnyNamespace().list(one);
      } else {
        client.resources(kind).inNamespace(namespaces.getFirst()).list(one);
      }
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }
}
