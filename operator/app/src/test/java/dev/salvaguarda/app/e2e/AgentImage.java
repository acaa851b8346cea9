package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.node.ImageCatalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The packaged worker, as the stand-in node runs it for the image's name. */
final class AgentImage {
  private static final Path LIB = Path.of("target", "agent", "lib");

  private AgentImage() {}

  static ImageCatalog catalog() {
    if (!Files.isDirectory(LIB)) {
      throw new IllegalStateException(LIB + " is missing: run this test after the package phase");
    }
    return ImageCatalog.empty()
        .with(
            OperatorProcess.WORKER_IMAGE,
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                LIB.toAbsolutePath() + "/*",
                "dev.salvaguarda.app.AgentMain"));
  }
}
