package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Turns what a pod asks for into commands, environments and folders of this machine. */
final class PodPreparation {
  /**
   * What to start for one container.
   *
   * @param command program and arguments
   * @param environment all of it: nothing is inherited
   * @param folder working directory
   */
  record Launch(List<String> command, Map<String, String> environment, Path folder) {}

  private final NodeContext context;
  private final Pod pod;
  private final Path folder;
  private final Map<String, Path> volumes;

  private PodPreparation(NodeContext context, Pod pod, Path folder, Map<String, Path> volumes) {
    this.context = context;
    this.pod = pod;
    this.folder = folder;
    this.volumes = volumes;
  }

  /**
   * Lays out the volumes.
   *
   * @throws VolumeNotReadyException when something isn't there yet
   */
  static PodPreparation prepare(NodeContext context, Pod pod, Path folder) {
    Path place = folder.resolve("volumes");
    Map<String, Path> volumes =
        new PodVolumes(context.client(), context.storage(), pod, place).lay();
    PodPreparation prepared = new PodPreparation(context, pod, folder, volumes);
    prepared.rewriteJsonFiles();
    return prepared;
  }

  /** What to start, or nothing when the image can't be pulled. */
  Optional<Launch> launch(PodContainer podContainer) {
    Container container = podContainer.container();
    Map<String, Path> mounts = mounts(container);
    mounts.put(container.getTerminationMessagePath(), podContainer.terminationLog());
    PathRewriter rewriter = new PathRewriter(mounts);
    return context
        .images()
        .commandLine(container)
        .map(line -> line.stream().map(rewriter::rewrite).toList())
        .map(line ->
            new Launch(line, environment(container, rewriter), workingFolder(container, rewriter)));
  }

  private Map<String, String> environment(Container container, PathRewriter rewriter) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put(
        "PATH",
        context.images().path(Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin")));
    environment.put("HOME", folder.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("HOSTNAME", pod.getMetadata().getName());
    new ContainerEnvironment(context.client(), pod)
        .of(container)
        .forEach((name, value) -> environment.put(name, rewriter.rewrite(value)));
    return environment;
  }

  private Path workingFolder(Container container, PathRewriter rewriter) {
    String wanted = container.getWorkingDir();
    Path rewritten = Path.of(wanted == null ? "" : rewriter.rewrite(wanted));
    return rewritten.isAbsolute() && Files.isDirectory(rewritten) ? rewritten : folder;
  }

  private Map<String, Path> mounts(Container container) {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Path place = volumes.get(mount.getName());
      if (place != null) {
        mounts.put(
            withoutTrailingSlash(mount.getMountPath()),
            mount.getSubPath() == null ? place : place.resolve(mount.getSubPath()));
      }
    }
    return mounts;
  }

  private void rewriteJsonFiles() {
    Map<String, Path> all = new LinkedHashMap<>();
    Stream.concat(
            pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream())
        .forEach(container -> all.putAll(mounts(container)));
    PathRewriter rewriter = new PathRewriter(all);
    for (Volume volume : pod.getSpec().getVolumes()) {
      if (volume.getConfigMap() != null || volume.getProjected() != null) {
        rewriteJsonFiles(volumes.getOrDefault(volume.getName(), folder), rewriter);
      }
    }
  }

  private static void rewriteJsonFiles(Path place, PathRewriter rewriter) {
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        Files.writeString(file, rewriter.rewriteJson(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't rewrite paths in " + place, e);
    }
  }

  private static String withoutTrailingSlash(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
