package dev.salvaguarda.api.rule;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Brings the committed CRDs into an API server, and objects as kubectl does. */
final class InstalledCrds {
  private static final Path ROOT = Path.of("..", "..");

  private InstalledCrds() {}

  /** Starts an API server that serves the kinds of {@code crds/}. */
  static ControlPlane start() {
    ControlPlane plane = ControlPlane.startWithoutControllers();
    Crds.install(plane.client(), ROOT.resolve("crds"));
    return plane;
  }

  /** The YAML files of a folder of the repository, by name. */
  static List<Path> filesOf(String folder) {
    try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects of a file. */
  static List<HasMetadata> load(KubernetesClient client, Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return client.load(stream).items();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
