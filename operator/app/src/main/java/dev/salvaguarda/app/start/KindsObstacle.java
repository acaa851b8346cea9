package dev.salvaguarda.app.start;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.status.FailedLook;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the API server answers and knows our kinds, as this version needs them, and lets us list
 * them. It is asked for one object of each, which needs no right that the operator does not need
 * anyway; in each namespace, since the rights may be given in each by itself.
 */
public final class KindsObstacle implements Supplier<Optional<String>> {
  private static final ListOptions ONE = new ListOptionsBuilder().withLimit(1L).build();

  private final KubernetesClient client;
  private final List<Class<? extends HasMetadata>> kinds;
  private final List<String> namespaces;
  private final LongConsumer revisions;

  /**
   * @param namespaces where the operator looks for its objects; empty means everywhere
   * @param revisions is told the revision of the API server's data with each of its answers
   */
  public KindsObstacle(
      KubernetesClient client,
      List<Class<? extends HasMetadata>> kinds,
      List<String> namespaces,
      LongConsumer revisions) {
    this.client = client;
    this.kinds = List.copyOf(kinds);
    this.namespaces = List.copyOf(namespaces);
    this.revisions = revisions;
  }

  @Override
  public Optional<String> get() {
    try {
      List<Class<? extends HasMetadata>> unknown =
          kinds.stream().filter(kind -> !isKnown(kind)).toList();
      if (unknown.isEmpty()) {
        // Rights are given and taken together: in the other namespaces one kind speaks for all.
        namespaces.stream().skip(1).forEach(namespace -> list(BackupRun.class, namespace));
        return unselectable();
      }
      return Optional.of(
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

  /** An older API server drops what it does not know of a definition without a word. */
  private Optional<String> unselectable() {
    return Stream.of(
            unselectable("Runs", BackupRun.class, BackupRun.SETTLED_FIELD),
            unselectable("Notices", Notice.class, Notice.SETTLED_FIELD))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> unselectable(
      String what, Class<? extends HasMetadata> kind, String field) {
    try {
      list(
          kind, new ListOptionsBuilder().withLimit(1L).withFieldSelector(field + "!=true").build());
      return Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_BAD_REQUEST) {
        return Optional.of(
            "%s can't be selected by %s: apply the files of the folder crds of this version;"
                    .formatted(what, field)
                + " Kubernetes must be 1.31 or newer.");
      }
      throw e;
    }
  }

  private boolean isKnown(Class<? extends HasMetadata> kind) {
    try {
      list(kind, ONE);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void list(Class<? extends HasMetadata> kind, String namespace) {
    see(client.resources(kind).inNamespace(namespace).list(ONE));
  }

  private void list(Class<? extends HasMetadata> kind, ListOptions options) {
    if (namespaces.isEmpty()) {
      see(client.resources(kind).inAnyNamespace().list(options));
    } else {
      see(client.resources(kind).inNamespace(namespaces.getFirst()).list(options));
    }
  }

  private void see(KubernetesResourceList<?> answer) {
    try {
      revisions.accept(Long.parseLong(answer.getMetadata().getResourceVersion()));
    } catch (NumberFormatException e) {
      // Kubernetes promises a number; without one there is nothing to compare.
    }
  }
}
