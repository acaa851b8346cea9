package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One container of a pod: its process, its log and the phase that is reported. */
final class PodContainer {
  private static final int MESSAGE_LIMIT = 4096;
  private static final int KILLED = 137;
  private static final int FALLBACK_LINES = 80;

  private final Container container;
  private final Path terminationLog;
  private final ContainerLog log;
  private final Clock clock;
  private volatile ContainerPhase phase = ContainerPhase.creating();
  private volatile @Nullable ContainerProcess process;
  private volatile boolean outOfMemory;

  PodContainer(Container container, Path folder, Clock clock) {
    this.container = container;
    this.terminationLog = folder.resolve(container.getName() + ".termination-log");
    this.log = new ContainerLog(folder.resolve(container.getName() + ".log"), clock);
    this.clock = clock;
  }

  Container container() {
    return container;
  }

  ContainerLog log() {
    return log;
  }

  ContainerPhase phase() {
    return phase;
  }

  /** The local file that stands for the container's {@code terminationMessagePath}. */
  Path terminationLog() {
    return terminationLog;
  }

  void waiting(String reason, String message) {
    phase = new ContainerPhase.Waiting(reason, message);
  }

  /** Starts the process; a command that can't be started ends the container at once. */
  void start(List<String> command, Map<String, String> environment, Path folder) {
    Instant now = clock.instant();
    try {
      Files.write(terminationLog, new byte[0]);
      process = ContainerProcess.start(command, environment, folder, log);
      phase = new ContainerPhase.Running(now);
    } catch (IOException e) {
      log.markComplete();
      phase =
          new ContainerPhase.Terminated(
              128, "StartError", "can't start " + command.getFirst(), now, now);
    }
  }

  /** Runs another program in it, with the same environment; empty unless its own runs. */
  Optional<Process> exec(List<String> command) throws IOException {
    ContainerProcess running = process;
    return running == null || !(phase instanceof ContainerPhase.Running)
        ? Optional.empty()
        : Optional.of(running.beside(command));
  }

  /** Waits for the process, if there is one, and keeps how it ended. */
  void awaitEnd() throws InterruptedException {
    ContainerProcess running = process;
    if (running != null && phase instanceof ContainerPhase.Running(Instant startedAt)) {
      int exitCode = running.await();
      phase =
          new ContainerPhase.Terminated(
              exitCode, reason(exitCode), message(exitCode), startedAt, clock.instant());
    }
    log.markComplete();
  }

  boolean succeeded() {
    return phase instanceof ContainerPhase.Terminated end && end.exitCode() == 0;
  }

  void stop(Duration grace) {
    ContainerProcess running = process;
    if (running != null) {
      running.stop(grace);
    }
  }

  void kill() {
    ContainerProcess running = process;
    if (running != null) {
      running.kill();
    }
  }

  void killForMemory() {
    outOfMemory = true;
    kill();
  }

  private String reason(int exitCode) {
    if (outOfMemory && exitCode == KILLED) {
      return "OOMKilled";
    }
    return exitCode == 0 ? "Completed" : "Error";
  }

  private String message(int exitCode) {
    String written = writtenMessage();
    boolean fallBack =
        "FallbackToLogsOnError".equals(container.getTerminationMessagePolicy())
            && exitCode != 0
            && written.isEmpty();
    return fallBack ? lastLogLines() : written;
  }

  private String writtenMessage() {
    try {
      byte[] bytes = Files.readAllBytes(terminationLog);
      int length = Math.min(bytes.length, MESSAGE_LIMIT);
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private String lastLogLines() {
    List<String> lines = log.read(0).lines().stream().map(ContainerLog.Line::text).toList();
    int first = Math.max(0, lines.size() - FALLBACK_LINES);
    String all = String.join("\n", lines.subList(first, lines.size()));
    return all.substring(Math.max(0, all.length() - MESSAGE_LIMIT / 2));
  }
}
