package dev.salvaguarda.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What the figures were taken on.
 *
 * @param date when the measurement began
 * @param processor model name as the kernel gives it
 * @param cores that this JVM may use
 * @param memoryBytes of the machine; 0 if unknown
 * @param kernel name and version
 * @param java version
 * @param programs what else was measured, a version line each
 * @param loadAverage of the last minute, before the first measurement
 */
record MachineFacts(
    Instant date,
    String processor,
    int cores,
    long memoryBytes,
    String kernel,
    String java,
    List<String> programs,
    double loadAverage) {
  MachineFacts {
    programs = List.copyOf(programs);
  }

  static MachineFacts read(List<String> programs) throws IOException {
    return new MachineFacts(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        line(Path.of("/proc/cpuinfo"), "model name").replaceFirst(".*: ", ""),
        Runtime.getRuntime().availableProcessors(),
        1024
            * Long.parseLong(
                "0" + line(Path.of("/proc/meminfo"), "MemTotal").replaceAll("\\D", "")),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        Runtime.version().toString(),
        programs,
        load());
  }

  /** Load average of the machine's last minute; negative if unknown. */
  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  List<String> lines() {
    return List.of(
        "%s: %s, %d cores, %.0f GiB, load %.1f"
            .formatted(date, processor, cores, memoryBytes / 1073741824.0, loadAverage),
        "%s; Java %s; %s".formatted(kernel, java, String.join("; ", programs)));
  }

  private static String line(Path file, String start) throws IOException {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (var lines = Files.lines(file)) {
      return lines.filter(line -> line.startsWith(start)).findFirst().orElse("");
    }
  }
}
