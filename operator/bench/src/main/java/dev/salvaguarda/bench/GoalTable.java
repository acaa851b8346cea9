package dev.salvaguarda.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * One line for each goal: what we took, what others took, and whether the goal is met. As a program
 * it makes one table of the rows of several parts.
 *
 * <p>Arguments: the Markdown file to write; the JSON files of the parts.
 */
final class GoalTable {
  static final String QUICK = "**Quick: a tenth of each workload. These are not the figures.**";

  private static final List<String> OURS =
      List.of(SideBySide.OURS, SideBySide.OURS_IN_SMALL_PIECES);

  private final List<Row> rows;
  private final List<PlainGoal> plain;

  /**
   * @param plain what has no rows, as the first of the engines reached it
   */
  GoalTable(List<Row> rows, List<PlainGoal> plain) {
    this.rows = rows;
    this.plain = plain;
  }

  public static void main(String[] args) throws IOException {
    List<String> lines = new ArrayList<>();
    List<Row> rows = new ArrayList<>();
    List<PlainGoal> plain = new ArrayList<>();
    ObjectMapper json = new ObjectMapper();
    for (String file : List.of(args).subList(1, args.length)) {
      JsonNode part = json.readTree(Path.of(file).toFile());
      JsonNode machine = part.path("machine");
      lines.add(
          "%s: %s, %d cores, load %.1f%s"
              .formatted(
                  machine.path("date").asText(),
                  machine.path("processor").asText(),
                  machine.path("cores").asInt(),
                  machine.path("loadAverage").asDouble(),
                  part.path("quick").asBoolean() ? "; " + QUICK : ""));
      part.path("rows").forEach(row -> rows.add(row(row)));
      for (JsonNode goal : part.path("goals")) {
        plain.add(json.treeToValue(goal, PlainGoal.class));
      }
    }
    lines.add("");
    lines.addAll(new GoalTable(rows, plain).lines());
    lines.forEach(System.out::println);
    Files.write(Path.of(args[0]), lines);
  }

  private static Row row(JsonNode row) {
    return new Row(
        row.path("round").asInt(),
        row.path("scenario").asText(),
        row.path("engine").asText(),
        row.path("load").asDouble(),
        row.path("storedBytes").asLong(),
        row.path("requests").asLong(),
        new MeasuredCommand(
            Duration.ofMillis(Math.round(1000 * row.path("wallSeconds").asDouble())),
            row.path("cpuSeconds").asDouble(),
            row.path("peakBytes").asLong()));
  }

  /** Of what was measured; medians, and behind them the least and the most. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("| workload | figure | ours | restic | newest restic | reached | goal | |");
    lines.add("|---|---|---|---|---|---|---|---|");
    List<String> sums = new ArrayList<>();
    for (String engine : OURS) {
      List<PlainGoal> its = engine.equals(SideBySide.OURS) ? plain : List.of();
      int all = its.size();
      int met = (int) its.stream().filter(PlainGoal::holds).count();
      for (Goal goal : Goal.all()) {
        OptionalDouble reached = goal.reached(engine, rows);
        if (reached.isPresent()) {
          boolean isMet = reached.getAsDouble() <= goal.atMost();
          all++;
          met += isMet ? 1 : 0;
          lines.add(line(engine, goal, reached.getAsDouble(), isMet));
        }
      }
      its.forEach(goal -> lines.add(goal.line()));
      sums.add("%s: %d of %d goals are met.".formatted(engine, met, all));
    }
    lines.add("");
    lines.addAll(sums);
    return lines;
  }

  private String line(String engine, Goal goal, double reached, boolean isMet) {
    String form = goal.peer().isEmpty() ? "" : "%s of it".formatted(Goal.text(reached));
    return "| %s%s | %s | %s | %s | %s | %s | %s | %s |"
        .formatted(
            goal.scenario(),
            engine.equals(SideBySide.OURS) ? "" : engine.substring(SideBySide.OURS.length()),
            goal.figure().unit(),
            range(engine, goal),
            range(SideBySide.RESTIC, goal),
            range(SideBySide.NEWER_RESTIC, goal),
            form,
            Goal.text(goal.atMost()),
            isMet ? "met" : "**missed**");
  }

  private String range(String engine, Goal goal) {
    double[] all =
        rows.stream()
            .filter(row -> row.scenario().equals(goal.scenario()) && row.engine().equals(engine))
            .mapToDouble(goal.figure()::of)
            .sorted()
            .toArray();
    if (all.length == 0) {
      return "";
    }
    String median = Goal.text(Goal.median(Arrays.stream(all)).orElseThrow());
    return all.length == 1
        ? median
        : "%s (%s to %s)".formatted(median, Goal.text(all[0]), Goal.text(all[all.length - 1]));
  }
}
