package dev.salvaguarda.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs programs of this machine and insists that they succeed. */
final class Commands {
  private Commands() {}

  /** The standard output of a program. */
  static String output(Map<String, String> environment, String... command) {
    try {
      Path file = Files.createTempFile("salvaguarda-demo-", ".out");
      try {
        run(environment, file, command);
        return Files.readString(file, StandardCharsets.UTF_8);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program with its standard output in a file. */
  static void run(Map<String, String> environment, Path output, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    try {
      Path errors = Files.createTempFile("salvaguarda-demo-", ".err");
      try {
        builder.redirectOutput(output.toFile());
        builder.redirectError(errors.toFile());
        int exitCode = builder.start().waitFor();
        if (exitCode != 0) {
          throw new DemoFailure(
              List.of(command).getFirst()
                  + " ended with exit code "
                  + exitCode
                  + ": "
                  + Files.readString(errors).strip());
        }
      } finally {
        Files.delete(errors);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DemoFailure("interrupted");
    }
  }
}
