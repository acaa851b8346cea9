package dev.salvaguarda.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What the figures were taken on.
 *
 * @param processor model name as the kernel gives it
 * @param cores that this JVM may use
 * @param memoryBytes of the machine; 0 if unknown
 * @param kernel name and version
 * @param java version
 * @param restic version line
 * @param loadAverage of the last minute, before the first measurement
 */
record MachineFacts(
    String processor,
    int cores,
    long memoryBytes,
    String kernel,
    String java,
    String restic,
    double loadAverage) {

  static MachineFacts read(Path restic) throws IOException {
    return new MachineFacts(
        line(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*: ", ""),
        Runtime.getRuntime().availableProcessors(),
        1024
            * Long.parseLong(
                "0" + line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        versionOf(restic),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  List<String> lines() {
    return List.of(
        "%s, %d cores, %.0f GiB, load %.1f"
            .formatted(processor, cores, memoryBytes / 1073741824.0, loadAverage),
        "%s; Java %s; %s".formatted(kernel, java, restic));
  }

  private static String line(Path file, String start) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
    }
  }

  private static String versionOf(Path restic) throws IOException {
    Process process = new ProcessBuilder(restic.toString(), "version").start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
