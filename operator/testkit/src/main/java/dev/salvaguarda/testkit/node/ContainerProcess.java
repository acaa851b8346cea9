package dev.salvaguarda.testkit.node;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Signals;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The process of one container, in a process group of its own where the machine has {@code setsid},
 * so that nothing of it outlives its first process.
 */
final class ContainerProcess {
  private static final Optional<Path> SETSID = RequiredTool.onPath("setsid", "").find();

  private final Process process;
  private final Map<String, String> environment;
  private final Path folder;
  private final Thread recorder;

  private ContainerProcess(
      Process process, Map<String, String> environment, Path folder, ContainerLog log) {
    this.process = process;
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.recorder =
        Thread.ofVirtual().name("log").start(() -> log.record(process.getInputStream()));
  }

  static ContainerProcess start(
      List<String> command, Map<String, String> environment, Path folder, ContainerLog log)
      throws IOException {
    List<String> line = new ArrayList<>();
    SETSID.ifPresent(setsid -> line.add(setsid.toString()));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    return new ContainerProcess(builder.start(), environment, folder, log);
  }

  /** Another program in the same place; its output is the caller's to read. */
  Process beside(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectInput(new File("/dev/null"));
    return builder.start();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for the end and returns the exit code, 128 + signal when a signal ended it. */
  int await() throws InterruptedException {
    int exitCode = process.waitFor();
    killGroup();
    recorder.join(Duration.ofSeconds(5));
    return exitCode;
  }

  /** SIGTERM, then SIGKILL when {@code grace} is over; returns when the process is gone. */
  void stop(Duration grace) {
    process.destroy();
    try {
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  /** SIGKILL for the process and everything that it started. */
  void kill() {
    List<ProcessHandle> offspring = process.descendants().toList();
    process.destroyForcibly();
    offspring.forEach(ProcessHandle::destroyForcibly);
    killGroup();
  }

  private void killGroup() {
    if (SETSID.isPresent()) {
      Signals.send("KILL", "-" + process.pid());
    }
  }
}
