package dev.salvaguarda.bench;

import com.google.common.base.Splitter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * What we want to reach: a share of what another engine takes, as the median over the rounds, each
 * a ratio of two backups of the same few minutes, or a plain number.
 *
 * @param scenario in which it counts
 * @param figure what is compared
 * @param peer name of the other engine; empty means that {@code atMost} is a plain number
 * @param atMost largest value that meets the goal
 */
record Goal(String scenario, Figure figure, String peer, double atMost) {

  /** MiB that a worker may take, which has 512 with all that it starts. */
  private static final double MOST_MEMORY = 256;

  /** What can be compared. */
  enum Figure {
    STORED("stored MB", 1e6),
    CPU("CPU s", 1),
    WALL("wall s", 1),
    REQUESTS("requests", 1),
    MEMORY("peak MiB", 1 << 20);

    private final String unit;
    private final double size;

    Figure(String unit, double size) {
      this.unit = unit;
      this.size = size;
    }

    /** For the head of a table. */
    String unit() {
      return unit;
    }

    /** In {@link #unit()}. */
    double of(Row row) {
      return switch (this) {
        case STORED -> row.storedBytes() / size;
        case CPU -> row.cost().cpuSeconds();
        case WALL -> row.cost().wallSeconds();
        case REQUESTS -> row.requests();
        case MEMORY -> row.cost().peakBytes() / size;
      };
    }
  }

  /** In the order of the table; a hyphen stands for what no goal was set for. */
  static List<Goal> all() {
    List<Goal> goals = new ArrayList<>();
    // Stored bytes, CPU, wall time and requests, each of what the newest restic takes.
    goals.addAll(ratios(DatabaseRounds.DAY_1, "1.05 0.65 0.9 1"));
    goals.addAll(ratios(DatabaseRounds.SCATTERED, "0.16 0.45 0.7 1"));
    goals.addAll(ratios(DatabaseRounds.MIXED, "0.10 0.45 0.7 1"));
    goals.addAll(ratios(DatabaseRounds.APPENDED, "1.1 0.45 0.7 1"));
    goals.addAll(ratios(DatabaseRounds.TEN_DAYS, "0.12 0.45 - -"));
    goals.addAll(ratios(SideBySide.FILES_DAY_1, "1.0 0.85 1.0 1"));
    goals.addAll(ratios(SideBySide.FILES_UNCHANGED, "- 3 2.5 1.5"));
    goals.addAll(ratios(SideBySide.FILES_CHANGED, "1.0 3 2.5 1.5"));
    goals.addAll(ratios(ManyFiles.UNCHANGED, "- 1.2 1.0 1"));
    goals.add(new Goal(ManyFiles.TINY, Figure.CPU, "", 2.2));
    goals.add(new Goal(ManyFiles.TINY, Figure.MEMORY, "", MOST_MEMORY));
    goals.add(new Goal(ManyFiles.FIRST_BYTE, Figure.WALL, "", 2));
    goals.addAll(ratios(GuestRounds.UNCHANGED, "0.001 - - -"));
    goals.addAll(ratios(GuestRounds.SCATTERED, "0.1 0.6 0.8 -"));
    goals.addAll(ratios(GuestRounds.IN_RUNS, "%s 0.4 0.6 -".formatted(1.0 / 12)));
    goals.addAll(ratios(GuestRounds.CONTAINER, "0.125 - - -"));
    goals.addAll(ratios(GuestRounds.FAR, "- - 0.5 -"));
    goals.addAll(ratios(SideBySide.DUMP_NEAR, "- 0.8 0.7 -"));
    goals.addAll(ratios(SideBySide.DUMP_FAR, "- - 0.5 -"));
    goals.addAll(ratios(SideBySide.FILES_NEAR, "- 0.8 0.7 -"));
    goals.addAll(ratios(SideBySide.FILES_FAR, "- - 0.5 -"));
    goals.addAll(ratios(SideBySide.CHECK_DUMP, "- - 0.8 -"));
    goals.addAll(ratios(SideBySide.CHECK_FILES, "- - 0.8 -"));
    return List.copyOf(goals);
  }

  private static List<Goal> ratios(String scenario, String atMost) {
    List<Goal> goals = new ArrayList<>();
    Iterator<String> words = Splitter.on(' ').split(atMost).iterator();
    for (Figure figure : List.of(Figure.STORED, Figure.CPU, Figure.WALL, Figure.REQUESTS)) {
      String word = words.next();
      if (!word.equals("-")) {
        goals.add(new Goal(scenario, figure, SideBySide.NEWER_RESTIC, Double.parseDouble(word)));
      }
    }
    goals.add(new Goal(scenario, Figure.MEMORY, "", MOST_MEMORY));
    return goals;
  }

  /** The median of what this engine reached; empty where something was not measured. */
  OptionalDouble reached(String engine, List<Row> rows) {
    return median(
        rows.stream()
            .filter(row -> row.scenario().equals(scenario) && row.engine().equals(engine))
            .flatMapToDouble(ours -> reached(ours, rows)));
  }

  /** With three digits that count; what is of nothing, as Java writes it. */
  static String text(double value) {
    if (!Double.isFinite(value)) {
      return Double.toString(value);
    }
    return value >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }

  static OptionalDouble median(DoubleStream values) {
    double[] sorted = values.sorted().toArray();
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of((sorted[sorted.length / 2] + sorted[(sorted.length - 1) / 2]) / 2);
  }

  private DoubleStream reached(Row ours, List<Row> rows) {
    if (peer.isEmpty()) {
      return DoubleStream.of(figure.of(ours));
    }
    return rows.stream()
        .filter(row -> row.engine().equals(peer) && row.scenario().equals(scenario))
        .filter(row -> row.round() == ours.round())
        .mapToDouble(row -> figure.of(ours) / figure.of(row));
  }
}
