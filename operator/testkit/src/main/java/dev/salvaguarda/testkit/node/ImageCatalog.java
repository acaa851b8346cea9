package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which local command line stands for an image.
 *
 * <p>A container without {@code command} runs the image's command line followed by the container's
 * {@code args}. A container with {@code command} runs that command on this machine, as an image
 * that holds the machine's programs would. An image that isn't listed can't be pulled.
 *
 * @param images image reference, with or without tag, to command line
 * @param programs folders in which every image has its programs, before this machine's own
 */
public record ImageCatalog(Map<String, List<String>> images, List<Path> programs) {
  public ImageCatalog {
    images = Map.copyOf(images);
    programs = List.copyOf(programs);
  }

  /** A catalogue without images. */
  public static ImageCatalog empty() {
    return new ImageCatalog(Map.of(), List.of());
  }

  /** The same with one image more. */
  public ImageCatalog with(String image, List<String> commandLine) {
    Map<String, List<String>> more = new LinkedHashMap<>(images);
    more.put(image, List.copyOf(commandLine));
    return new ImageCatalog(more, programs);
  }

  /** The same with programs of a folder more. */
  public ImageCatalog withPrograms(Path folder) {
    List<Path> more = new ArrayList<>(programs);
    more.add(folder);
    return new ImageCatalog(images, more);
  }

  /** What a process finds its programs by, given what this machine has. */
  String path(String ofMachine) {
    return Stream.concat(programs.stream().map(Path::toString), Stream.of(ofMachine))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The command line of a container, or nothing when its image isn't listed. */
  Optional<List<String>> commandLine(Container container) {
    String image = container.getImage();
    List<String> entrypoint =
        images.getOrDefault(image, images.getOrDefault(withoutTag(image), null));
    if (entrypoint == null) {
      return Optional.empty();
    }
    List<String> line = new ArrayList<>();
    line.addAll(container.getCommand().isEmpty() ? entrypoint : container.getCommand());
    line.addAll(container.getArgs());
    return Optional.of(line);
  }

  private static String withoutTag(String image) {
    int digest = image.indexOf('@');
    String named = digest < 0 ? image : image.substring(0, digest);
    int tag = named.lastIndexOf(':');
    return tag > named.lastIndexOf('/') ? named.substring(0, tag) : named;
  }
}
