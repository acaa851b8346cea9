package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What a person would type. */
final class Shell {
  private Shell() {}

  /**
   * Runs a script in a folder; fails if it does not end well.
   *
   * @return what it printed, a character for each byte
   */
  static String run(Path folder, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
