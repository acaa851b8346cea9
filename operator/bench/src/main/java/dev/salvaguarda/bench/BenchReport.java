package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Figures for people, as Markdown on the screen and in a file, and for programs, as JSON. */
final class BenchReport {
  private final PrintStream out;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, Object> json = new LinkedHashMap<>();

  BenchReport(MachineFacts machine, PrintStream out) {
    this.out = out;
    json.put("machine", machine);
    machine.lines().forEach(this::line);
    line("");
  }

  /** Adds a line to the Markdown, and prints it. */
  void line(String text) {
    lines.add(text);
    out.println(text);
  }

  /** Adds a value to the JSON. */
  void put(String name, Object value) {
    json.put(name, value);
  }

  /** Every row, in the order of measuring, then the medians and the goals. */
  void add(List<Row> rows) {
    put("rows", rows.stream().map(BenchReport::flat).toList());
    line("| scenario | engine | CPU s | wall s | peak MiB | stored MB | requests | load |");
    line("|---|---|---|---|---|---|---|---|");
    rows.stream()
        .map(Row::scenario)
        .distinct()
        .sorted()
        .forEach(scenario -> scenario(scenario, rows));
    line("");
    new GoalTable(rows, List.of()).lines().forEach(this::line);
  }

  /** Writes both forms beside each other. */
  void write(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      new ObjectMapper()
          .registerModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .writeValue(file.toFile(), json);
      String name = file.getFileName().toString().replaceFirst("\\.json$", "") + ".md";
      Files.write(file.resolveSibling(name), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.println("\nWritten to " + file + " and the Markdown beside it.");
  }

  private void scenario(String scenario, List<Row> rows) {
    List<Row> its = rows.stream().filter(row -> row.scenario().equals(scenario)).toList();
    for (String engine : its.stream().map(Row::engine).distinct().sorted().toList()) {
      List<Row> group = its.stream().filter(row -> row.engine().equals(engine)).toList();
      line(
          "| %s | %s | %s | %s | %s | %s | %s | %s |"
              .formatted(
                  scenario,
                  engine,
                  all("%.2f", group, row -> row.cost().cpuSeconds()),
                  all("%.1f", group, row -> row.cost().wallSeconds()),
                  all("%.0f", group, row -> row.cost().peakBytes() / 1048576.0),
                  all("%.2f", group, row -> row.storedBytes() / 1e6),
                  all("%.0f", group, Row::requests),
                  all("%.1f", group, Row::load)));
    }
  }

  /** The median, and behind it every round. */
  private static String all(String form, List<Row> rows, ToDoubleFunction<Row> figure) {
    String median =
        String.format(
            Locale.ROOT, form, Goal.median(rows.stream().mapToDouble(figure)).orElseThrow());
    return rows.size() == 1
        ? median
        : "**" + median + "** " + String.join(" ", each(form, rows, figure));
  }

  private static List<String> each(String form, List<Row> rows, ToDoubleFunction<Row> figure) {
    return rows.stream()
        .map(row -> String.format(Locale.ROOT, form, figure.applyAsDouble(row)))
        .toList();
  }

  private static Map<String, Object> flat(Row row) {
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("round", row.round());
    flat.put("scenario", row.scenario());
    flat.put("engine", row.engine());
    flat.put("load", row.load());
    flat.put("storedBytes", row.storedBytes());
    flat.put("requests", row.requests());
    flat.put("cpuSeconds", row.cost().cpuSeconds());
    flat.put("wallSeconds", row.cost().wallSeconds());
    flat.put("peakBytes", row.cost().peakBytes());
    return flat;
  }
}
