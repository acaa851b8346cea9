package dev.salvaguarda.app.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Applies the very files that users get, with nothing but addresses and passwords replaced. */
final class Manifests {
  private Manifests() {}

  /** As {@code kubectl apply --server-side -n NAMESPACE -f FILE}. */
  static List<HasMetadata> apply(
      KubernetesClient client, String namespace, Path file, Map<String, String> replacements) {
    return load(client, file, replacements).stream()
        .map(item ->
            client
                .resource(item)
                .inNamespace(namespace)
                .fieldManager("kubectl")
                .forceConflicts()
                .serverSideApply())
        .toList();
  }

  /** As {@code kubectl create -n NAMESPACE -f FILE}; returns the name that the last one got. */
  static String create(
      KubernetesClient client, String namespace, Path file, Map<String, String> replacements) {
    return load(client, file, replacements).stream()
        .map(item -> client.resource(item).inNamespace(namespace).create().getMetadata().getName())
        .toList()
        .getLast();
  }

  private static List<HasMetadata> load(
      KubernetesClient client, Path file, Map<String, String> replacements) {
    try {
      String yaml = Files.readString(file);
      for (Map.Entry<String, String> replacement : replacements.entrySet()) {
        yaml = yaml.replace(replacement.getKey(), replacement.getValue());
      }
      return client.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8))).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
