package dev.salvaguarda.app.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a program ended.
 *
 * @param exitCode 0 if it was content
 * @param text what it said, errors included
 */
public record Answer(int exitCode, String text) {

  /** Runs a program to its end; it gets no input. */
  static Answer of(List<String> command, Map<String, String> environment, Path folder) {
    ProcessBuilder program =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    program.environment().putAll(environment);
    try {
      Process running = program.start();
      running.getOutputStream().close();
      String text = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(running.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it said, if it was content. */
  String orThrow() {
    if (exitCode != 0) {
      throw new AssertionError(text);
    }
    return text;
  }
}
