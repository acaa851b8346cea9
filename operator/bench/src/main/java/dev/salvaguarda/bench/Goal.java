package dev.salvaguarda.bench;

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

  /** What can be compared. */
  enum Figure {
    STORED,
    CPU,
    WALL,
    REQUESTS;

    double of(Row row) {
      return switch (this) {
        case STORED -> row.storedBytes();
        case CPU -> row.cost().cpuSeconds();
        case WALL -> row.cost().wallSeconds();
        case REQUESTS -> row.requests();
      };
    }
  }

  static List<Goal> all() {
    return List.of(
        new Goal(SideBySide.SQL_DAY_1, Figure.CPU, SideBySide.NEWER_RESTIC, 0.8),
        new Goal(SideBySide.SQL_SCATTERED, Figure.STORED, SideBySide.NEWER_RESTIC, 0.25),
        new Goal(SideBySide.SQL_SCATTERED, Figure.CPU, SideBySide.NEWER_RESTIC, 0.5),
        new Goal(SideBySide.SQL_MIXED, Figure.STORED, SideBySide.NEWER_RESTIC, 0.10),
        new Goal(SideBySide.SQL_MIXED, Figure.CPU, SideBySide.NEWER_RESTIC, 0.5),
        new Goal(SideBySide.FILES_UNCHANGED, Figure.REQUESTS, "", 150),
        new Goal(SideBySide.FILES_UNCHANGED, Figure.CPU, SideBySide.EARLIER, 0.65),
        new Goal(SideBySide.DUMP_NEAR, Figure.WALL, SideBySide.NEWER_RESTIC, 0.7),
        new Goal(SideBySide.DUMP_NEAR, Figure.CPU, SideBySide.NEWER_RESTIC, 0.8),
        new Goal(SideBySide.CHECK_DUMP, Figure.WALL, SideBySide.NEWER_RESTIC, 0.8),
        new Goal(SideBySide.CHECK_FILES, Figure.WALL, SideBySide.NEWER_RESTIC, 0.8),
        new Goal(SideBySide.DUMP_FAR, Figure.WALL, SideBySide.NEWER_RESTIC, 0.5),
        new Goal(SideBySide.FILES_NEAR, Figure.WALL, SideBySide.NEWER_RESTIC, 0.7),
        new Goal(SideBySide.FILES_NEAR, Figure.CPU, SideBySide.NEWER_RESTIC, 0.8),
        new Goal(SideBySide.FILES_FAR, Figure.WALL, SideBySide.NEWER_RESTIC, 0.5));
  }

  /** The median of what this engine reached; empty where something was not measured. */
  OptionalDouble reached(String engine, List<Row> rows) {
    return median(
        rows.stream()
            .filter(row -> row.scenario().equals(scenario) && row.engine().equals(engine))
            .flatMapToDouble(ours -> reached(ours, rows)));
  }

  String sentence(String engine, double reached) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s: %.3g %s, goal %.3g: %s",
        engine,
        scenario,
        figure.name().toLowerCase(Locale.ROOT),
        reached,
        peer.isEmpty() ? "" : "of " + peer,
        atMost,
        reached <= atMost ? "met" : "MISSED");
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
