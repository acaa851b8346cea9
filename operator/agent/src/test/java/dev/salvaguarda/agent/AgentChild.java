package dev.salvaguarda.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An agent as a process of its own, with what a JVM chooses in a pod of 512 MiB, but one compiler:
 * so short a life is no use to the other.
 */
final class AgentChild {
  static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx128m",
          "-XX:TieredStopAtLevel=1",
          "--enable-native-access=ALL-UNNAMED");

  private final AgentBench bench;
  private final Process process;
  private final Path output;
  private final Path termination;

  private AgentChild(AgentBench bench, Process process, Path output, Path termination) {
    this.bench = bench;
    this.process = process;
    this.output = output;
    this.termination = termination;
  }

  static AgentChild start(AgentBench bench, Path folder, Path order) throws IOException {
    return start(bench, folder, order, List.of(), JVM_FLAGS);
  }

  /** Starts it behind a prefix, such as a program that takes capabilities away. */
  static AgentChild start(
      AgentBench bench, Path folder, Path order, List<String> prefix, List<String> flags)
      throws IOException {
    Path termination = folder.resolve("termination-log");
    Path output = folder.resolve("output");
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            AgentProcess.class.getName(),
            "--work-order",
            order.toString(),
            "--termination-log",
            termination.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new AgentChild(bench, process, output, termination);
  }

  Process process() {
    return process;
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits for the end. */
  AgentBench.Outcome outcome() throws IOException, InterruptedException {
    int exitCode = process.waitFor();
    return bench.outcome(exitCode, output(), termination);
  }
}
