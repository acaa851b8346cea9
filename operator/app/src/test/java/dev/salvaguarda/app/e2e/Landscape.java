package dev.salvaguarda.app.e2e;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.node.ImageCatalog;
import dev.salvaguarda.testkit.node.NodeOptions;
import dev.salvaguarda.testkit.node.StandInNode;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** All that an operator meets: an API server with controllers, a node, an object store. */
record Landscape(MinioServer s3, ControlPlane cluster, StandInNode node) implements AutoCloseable {

  static Landscape start() {
    return start(List.of());
  }

  /** With more flags for the API server. */
  static Landscape start(List<String> flags) {
    return start(flags, AgentImage.onReadOnlyRoot());
  }

  /** With other workers. */
  static Landscape start(List<String> flags, ImageCatalog workers) {
    MinioServer s3 = null;
    ControlPlane cluster = null;
    try {
      s3 = MinioServer.start();
      cluster = ControlPlane.start(flags);
      Manifests.applyCrds(cluster.client());
      return new Landscape(
          s3,
          cluster,
          StandInNode.start(
              cluster.client(), NodeOptions.of(workers).withJobPods(!cluster.hasControllers())));
    } catch (RuntimeException | Error e) {
      Closing.quietly(cluster);
      Closing.quietly(s3);
      throw e;
    }
  }

  KubernetesClient client() {
    return cluster.client();
  }

  /** A namespace with the Secrets that a repository needs. */
  String namespace(String prefix) {
    String namespace = cluster.newNamespace(prefix);
    Manifests.applyRepositorySecrets(client(), namespace, s3);
    return namespace;
  }

  /** Applies the repository {@code offsite}, in a bucket that is named as the namespace. */
  void repository(String namespace) {
    Manifests.apply(client(), Manifests.repository(namespace, "offsite", s3, namespace));
  }

  Restic restic(String namespace, Path folder) {
    return new Restic(s3, namespace, "offsite", Manifests.PASSWORD, folder);
  }

  @Nullable BackupRun run(String namespace, String name) {
    return client().resources(BackupRun.class).inNamespace(namespace).withName(name).get();
  }

  Optional<RunPhase> phase(String namespace, String name) {
    return Optional.ofNullable(run(namespace, name))
        .map(BackupRun::getStatus)
        .map(status -> status.phase());
  }

  boolean hasEnded(String namespace, String name) {
    return phase(namespace, name).map(RunPhase::isFinal).orElse(false);
  }

  /** Files of random size and content. */
  static void fill(Path share, int files, long seed) {
    Random random = new Random(seed);
    try {
      for (int i = 0; i < files; i++) {
        byte[] content = new byte[random.nextInt(200_000)];
        random.nextBytes(content);
        Path folder = Files.createDirectories(share.resolve("d" + i % 3));
        Files.write(folder.resolve("f" + i + ".bin"), content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Closing.quietly(node);
    Closing.quietly(cluster);
    Closing.quietly(s3);
  }
}
