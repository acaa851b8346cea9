package dev.salvaguarda.app.e2e;

import static java.util.stream.Collectors.joining;

import dev.salvaguarda.testkit.node.ImageCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The packaged worker, as the stand-in node runs it for the image's name. */
final class AgentImage {
  private static final Path LIB = Path.of("target", "agent", "lib");

  private AgentImage() {}

  static ImageCatalog catalog() {
    return ImageCatalog.empty().with(OperatorProcess.WORKER_IMAGE, command());
  }

  /** With packs so small that little data makes many of them. */
  static ImageCatalog withSmallPacks() {
    String program = command().stream().map(word -> "'" + word + "'").collect(joining(" "));
    // What follows the script are the container's arguments: the sub-command, then its options.
    return ImageCatalog.empty()
        .with(
            OperatorProcess.WORKER_IMAGE,
            List.of("sh", "-c", "shift; exec " + program + " --pack-size 1 \"$@\"", "worker"));
  }

  private static List<String> command() {
    if (!Files.isDirectory(LIB)) {
      throw new IllegalStateException(LIB + " is missing: run this test after the package phase");
    }
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        LIB.toAbsolutePath() + "/*",
        "dev.salvaguarda.app.AgentMain");
  }
}
