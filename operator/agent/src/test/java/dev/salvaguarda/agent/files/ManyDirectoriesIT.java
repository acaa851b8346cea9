package dev.salvaguarda.agent.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyDirectoriesIT {
  /** On three levels 30,783 directories, none with more entries than a window has. */
  private static final int FAN_OUT = 31;

  @Test
  void memoryDoesNotGrowWithTheNumberOfDirectories(@TempDir Path directory) throws Exception {
    fill(Files.createDirectory(directory.resolve("source")), 3);

    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CopyChild.class.getName(),
                directory.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).as(output).isZero();
    // With the two above the tree that stand for its place in snapshots.
    assertThat(output).endsWith("[], 30785 directories\n");
  }

  private static void fill(Path directory, int levels) throws Exception {
    if (levels == 0) {
      if (directory.endsWith("d00")) {
        Path _ = Files.write(directory.resolve("file"), new byte[] {1});
      }
      return;
    }
    for (int i = 0; i < FAN_OUT; i++) {
      fill(Files.createDirectory(directory.resolve("d%02d".formatted(i))), levels - 1);
    }
  }
}
