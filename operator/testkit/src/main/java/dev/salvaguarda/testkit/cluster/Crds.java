package dev.salvaguarda.testkit.cluster;

import dev.salvaguarda.testkit.process.Patience;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Teaches an API server the kinds of a folder. */
public final class Crds {
  private Crds() {}

  /** Applies every YAML file of the folder and returns once the API server serves the kinds. */
  public static void install(KubernetesClient client, Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .sorted()
          .flatMap(file -> load(client, file).stream())
          .map(crd -> client.resource(crd).forceConflicts().serverSideApply())
          .toList()
          .stream()
          .filter(CustomResourceDefinition.class::isInstance)
          .forEach(crd -> awaitEstablished(client, crd.getMetadata().getName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<HasMetadata> load(KubernetesClient client, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return client.load(stream).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void awaitEstablished(KubernetesClient client, String name) {
    Patience.until(
        name + " is served",
        Duration.ofMinutes(3),
        () -> {
          CustomResourceDefinition crd =
              client.apiextensions().v1().customResourceDefinitions().withName(name).get();
          return crd.getStatus().getConditions().stream()
              .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
        },
        () -> "");
  }
}
