package dev.salvaguarda.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command with what it cost. CPU time is the kernel's account of the command and all that it
 * started and waited for; memory is the largest resident size of a single process among them.
 *
 * @param wall from start to end
 * @param cpuSeconds user and system time
 * @param peakBytes largest resident size of one process; 0 where /proc is missing
 */
record MeasuredCommand(Duration wall, double cpuSeconds, long peakBytes) {
  private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s");
  private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
  private static final long SAMPLE_MILLIS = 50;

  /** Whatever takes longer hangs. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Runs a line of bash and waits for it; output goes to {@code log}. */
  static MeasuredCommand run(String line, Map<String, String> environment, Path log) {
    try {
      Path times = Files.createTempFile("salvaguarda-times", ".txt");
      String script = "set -o pipefail\n" + line + "\ncode=$?\ntimes > \"$TIMES\"\nexit $code\n";
      ProcessBuilder builder = new ProcessBuilder(List.of("bash", "-c", script));
      builder.environment().putAll(environment);
      builder.environment().put("TIMES", times.toString());
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
      long start = System.nanoTime();
      Process process = builder.start();
      long peak = 0;
      while (!process.waitFor(SAMPLE_MILLIS, TimeUnit.MILLISECONDS)) {
        peak =
            Math.max(peak, process.descendants().mapToLong(p -> peakOf(p.pid())).max().orElse(0));
        if (System.nanoTime() - start > PATIENCE.toNanos()) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          throw new IllegalStateException(
              "still not over after %s: %s%n%s".formatted(PATIENCE, line, Files.readString(log)));
        }
      }
      Duration wall = Duration.ofNanos(System.nanoTime() - start);
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "exit code %d of: %s%n%s".formatted(process.exitValue(), line, Files.readString(log)));
      }
      double cpu = seconds(Files.readString(times).lines().toList().get(1));
      Files.delete(times);
      return new MeasuredCommand(wall, cpu, peak);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Several, one after the other. */
  static MeasuredCommand sum(List<MeasuredCommand> all) {
    return new MeasuredCommand(
        all.stream().map(MeasuredCommand::wall).reduce(Duration.ZERO, Duration::plus),
        all.stream().mapToDouble(MeasuredCommand::cpuSeconds).sum(),
        all.stream().mapToLong(MeasuredCommand::peakBytes).max().orElse(0));
  }

  double wallSeconds() {
    return wall.toMillis() / 1000.0;
  }

  private static double seconds(String line) {
    double sum = 0;
    Matcher matcher = TIMES.matcher(line);
    while (matcher.find()) {
      sum += 60 * Integer.parseInt(matcher.group(1)) + Double.parseDouble(matcher.group(2));
    }
    return sum;
  }

  private static long peakOf(long pid) {
    try {
      Matcher matcher = PEAK.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
      return matcher.find() ? 1024 * Long.parseLong(matcher.group(1)) : 0;
    } catch (NoSuchFileException e) {
      return 0; // It ended between the listing and the reading.
    } catch (IOException e) {
      return 0; // The kernel answers so for a process that is ending.
    }
  }
}
