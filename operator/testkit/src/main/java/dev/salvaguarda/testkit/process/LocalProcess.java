package dev.salvaguarda.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test runs beside itself, with its output in a file.
 *
 * <p>It ends with {@link #close()}, at the latest with the JVM.
 */
public final class LocalProcess implements AutoCloseable {
  private static final int TAIL_LINES = 40;

  private final String name;
  private final Process process;
  private final Path log;
  private final Thread stopAtExit;

  private LocalProcess(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
    this.stopAtExit = new Thread(process::destroyForcibly, "stop-" + name);
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /**
   * Starts a program.
   *
   * @param name for messages
   * @param command program and arguments
   * @param environment added to the environment of this JVM
   * @param folder working directory
   * @param log receives standard output and standard error
   */
  public static LocalProcess start(
      String name, List<String> command, Map<String, String> environment, Path folder, Path log) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.redirectInput(new File("/dev/null"));
    try {
      return new LocalProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException("can't start " + name, e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  public Process process() {
    return process;
  }

  /** Where the output goes. */
  public Path log() {
    return log;
  }

  /** SIGKILL: no time to say goodbye. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(Duration.ofMinutes(5));
  }

  /** SIGTERM, then SIGKILL when {@code grace} is over. */
  public void stop(Duration grace) {
    process.destroy();
    if (!awaitEnd(grace)) {
      kill();
    }
    forgetHook();
  }

  /** Throws with the end of the output when the program isn't running any more. */
  public void assertAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          name + " ended with exit code " + process.exitValue() + ":\n" + tail());
    }
  }

  /** The last lines of the output. */
  public String tail() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(no output: " + e.getMessage() + ")";
    }
  }

  @Override
  public void close() {
    stop(Duration.ofSeconds(10));
  }

  private boolean awaitEnd(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and runs the hook itself.
    }
  }
}
