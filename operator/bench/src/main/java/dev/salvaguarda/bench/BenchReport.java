package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints rows and ratios for a person, and writes them as JSON for a program. */
final class BenchReport {
  private final MachineFacts machine;
  private final PrintStream out;

  BenchReport(MachineFacts machine, PrintStream out) {
    this.machine = machine;
    this.out = out;
  }

  void print(List<Row> rows) {
    out.println();
    machine.lines().forEach(out::println);
    out.println();
    out.printf(
        "%-12s %-12s %12s %9s %9s %10s %9s%n",
        "scenario", "engine", "stored MB", "CPU s", "wall s", "peak MiB", "requests");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          "%-12s %-12s %12.1f %9.1f %9.1f %10.0f %9s%n",
          row.scenario(),
          row.engine(),
          row.storedBytes() / 1e6,
          row.cost().cpuSeconds(),
          row.cost().wallSeconds(),
          row.cost().peakBytes() / 1048576.0,
          row.requests() < 0 ? "-" : Long.toString(row.requests()));
    }
    out.println();
    for (Goal goal : Goal.ALL) {
      goal.ratio(rows).map(goal::sentence).ifPresent(out::println);
    }
  }

  void write(List<Row> rows, Path file) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("rows", rows.stream().map(BenchReport::flat).toList());
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (Goal goal : Goal.ALL) {
      goal.ratio(rows).ifPresent(ratio -> ratios.put(goal.scenario() + " " + goal.figure(), ratio));
    }
    json.put("ratios", ratios);
    try {
      Files.createDirectories(file.getParent());
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValue(file.toFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println("\nWritten to " + file);
  }

  private static Map<String, Object> flat(Row row) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("scenario", row.scenario());
    flat.put("engine", row.engine());
    flat.put("storedBytes", row.storedBytes());
    flat.put("requests", row.requests());
    flat.put("cpuSeconds", row.cost().cpuSeconds());
    flat.put("wallSeconds", row.cost().wallSeconds());
    flat.put("peakBytes", row.cost().peakBytes());
    return flat;
  }
}
