package dev.salvaguarda.bench;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Our kinds on an API server.
 *
 * @param client of an administrator
 */
record ScaleKinds(KubernetesClient client) {
  private static final Path CRDS = Path.of("crds");

  void define() throws IOException {
    for (String file : kinds()) {
      define(file);
    }
  }

  private static List<String> kinds() throws IOException {
    try (Stream<Path> files = Files.list(CRDS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".salvaguarda.dev.yaml"))
          .toList();
    }
  }

  private void define(String file) throws IOException {
    CustomResourceDefinition kind =
        Serialization.unmarshal(
            Files.readString(CRDS.resolve(file)), CustomResourceDefinition.class);
    var _ = client.resource(kind).forceConflicts().serverSideApply();
    var _ =
        client
            .resource(kind)
            .waitUntilCondition(
                seen ->
                    seen != null
                        && seen.getStatus() != null
                        && seen.getStatus().getConditions() != null
                        && seen.getStatus().getConditions().stream()
                            .anyMatch(condition -> condition.getType().equals("Established")),
                1,
                TimeUnit.MINUTES);
  }
}
