package dev.salvaguarda.controller.worker.manifest;

import dev.salvaguarda.api.worker.RunResources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container beside the worker in which a user's program reads the source. It has none of the
 * worker's secrets, and the worker none of its: between them are two pipes in a folder, which a
 * program of ours makes before either starts.
 *
 * @param image null means the worker's own
 * @param command program and arguments
 * @param credentials name of the Secret that only this container gets; null means none
 * @param credentialsPath where the Secret's files are
 * @param resources null means the usual
 */
public record SourceContainer(
    @Nullable String image,
    List<String> command,
    @Nullable String credentials,
    String credentialsPath,
    @Nullable RunResources resources) {
  /** Name of the container. */
  public static final String NAME = "source";

  /** Ours, of which it finds a copy in the folder, since the image may hold nothing else. */
  private static final String LAUNCHER = "salvaguarda-source";

  private static final String EXCHANGE = "exchange";
  private static final String CREDENTIALS = "credentials";
  private static final String TEMPORARY = "source-tmp";
  private static final String TEMPORARY_PATH = "/tmp";
  private static final int READABLE = 0444;

  public SourceContainer {
    command = List.copyOf(command);
  }

  /** The folder with the pipes, as the worker has it: it has nothing to write there. */
  static Mount exchange() {
    Volume volume =
        new VolumeBuilder()
            .withName(EXCHANGE)
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("64Mi"))
            .endEmptyDir()
            .build();
    return Mount.readOnly(volume, WorkerPaths.EXCHANGE);
  }

  /** Volumes of this container alone. */
  List<Volume> volumes() {
    List<Volume> volumes = new ArrayList<>();
    volumes.add(
        new VolumeBuilder()
            .withName(TEMPORARY)
            .withNewEmptyDir()
            .withSizeLimit(new Quantity("1Gi"))
            .endEmptyDir()
            .build());
    if (credentials != null) {
      volumes.add(
          new VolumeBuilder()
              .withName(CREDENTIALS)
              .withNewSecret()
              .withSecretName(credentials)
              .withDefaultMode(READABLE)
              .endSecret()
              .build());
    }
    return volumes;
  }

  /** Makes the pipes. */
  Container preparation(WorkerSettings settings) {
    return new ContainerBuilder()
        .withName("launcher")
        .withImage(settings.image())
        .withImagePullPolicy(settings.imagePullPolicy())
        .withCommand(LAUNCHER, "prepare", "-exchange", WorkerPaths.EXCHANGE)
        .withResources(
            ContainerResources.of(
                null, Map.of("cpu", new Quantity("10m"), "memory", new Quantity("64Mi"))))
        .withSecurityContext(PodManifest.restricted(List.of()))
        .addNewVolumeMount()
        .withName(EXCHANGE)
        .withMountPath(WorkerPaths.EXCHANGE)
        .endVolumeMount()
        .build();
  }

  /** Runs the program. */
  Container container(WorkerSettings settings, WorkerUser user) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName(NAME)
            .withImage(image == null ? settings.image() : image)
            .withImagePullPolicy(image == null ? settings.imagePullPolicy() : null)
            .withCommand(
                WorkerPaths.EXCHANGE + "/launcher",
                "run",
                "-exchange",
                WorkerPaths.EXCHANGE,
                "-secrets",
                credentialsPath,
                "--")
            .withArgs(command)
            .addNewEnv()
            .withName("HOME")
            .withValue(TEMPORARY_PATH)
            .endEnv()
            .addNewEnv()
            .withName("TMPDIR")
            .withValue(TEMPORARY_PATH)
            .endEnv()
            .withResources(
                ContainerResources.of(
                    resources,
                    Map.of("cpu", new Quantity("100m"), "memory", new Quantity("128Mi"))))
            .withSecurityContext(PodManifest.restricted(user.capabilities()))
            .addToVolumeMounts(
                new VolumeMountBuilder()
                    .withName(EXCHANGE)
                    .withMountPath(WorkerPaths.EXCHANGE)
                    .withReadOnly(true)
                    .build())
            .addNewVolumeMount()
            .withName(TEMPORARY)
            .withMountPath(TEMPORARY_PATH)
            .endVolumeMount();
    if (credentials != null) {
      container
          .addNewEnvFrom()
          .withNewSecretRef(credentials, null)
          .endEnvFrom()
          .addNewVolumeMount()
          .withName(CREDENTIALS)
          .withMountPath(credentialsPath)
          .withReadOnly(true)
          .endVolumeMount();
    }
    return container.build();
  }
}
