package dev.salvaguarda.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a running process takes of the machine, as the kernel tells it. */
record Footprint(ProcessHandle process) {
  /** A program that this JVM started itself; empty if it did not. */
  static Optional<Footprint> ofChild(String program) {
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/" + program))
        .findFirst()
        .map(Footprint::new);
  }

  /** Of its memory what is in use now; 0 where /proc is missing. */
  double residentMiB() throws IOException {
    return status("VmRSS");
  }

  /** The most that it ever had; 0 where /proc is missing. */
  double peakMiB() throws IOException {
    return status("VmHWM");
  }

  /** User and system time since its start; 0 if unknown. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  private double status(String field) throws IOException {
    try {
      String all = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
      Matcher matcher = Pattern.compile(field + ":\\s+(\\d+) kB").matcher(all);
      return matcher.find() ? Long.parseLong(matcher.group(1)) / 1024.0 : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
