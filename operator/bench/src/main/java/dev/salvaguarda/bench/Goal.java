package dev.salvaguarda.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A ratio to stock restic that we want to stay under.
 *
 * @param scenario in which it counts
 * @param figure what is compared
 * @param atMost largest ratio of ours to restic's that meets the goal
 */
record Goal(String scenario, Figure figure, double atMost) {

  /** What can be compared. */
  enum Figure {
    STORED,
    CPU,
    WALL;

    double of(Row row) {
      return switch (this) {
        case STORED -> row.storedBytes();
        case CPU -> row.cost().cpuSeconds();
        case WALL -> row.cost().wallSeconds();
      };
    }
  }

  static final List<Goal> ALL =
      List.of(
          new Goal("sql day 1", Figure.CPU, 0.6),
          new Goal("sql day 1", Figure.WALL, 0.8),
          new Goal("sql day 2", Figure.STORED, 1 / 7.0),
          new Goal("sql day 2", Figure.CPU, 0.4),
          new Goal("sql day 2", Figure.WALL, 0.6),
          new Goal("files day 1", Figure.CPU, 0.8),
          new Goal("files day 2", Figure.WALL, 1.0));

  /** Ours divided by restic's; empty where one of them was not measured. */
  Optional<Double> ratio(List<Row> rows) {
    Optional<Row> ours = find(rows, "salvaguarda");
    Optional<Row> theirs = find(rows, "restic");
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(figure.of(ours.get()) / figure.of(theirs.get()));
  }

  String sentence(double ratio) {
    return String.format(
        Locale.ROOT,
        "%-12s %-7s %5.2f of restic's, goal %.2f: %s",
        scenario,
        figure.name().toLowerCase(Locale.ROOT),
        ratio,
        atMost,
        ratio <= atMost ? "met" : "MISSED");
  }

  private Optional<Row> find(List<Row> rows, String engine) {
    return rows.stream()
        .filter(row -> row.scenario().equals(scenario) && row.engine().equals(engine))
        .findFirst();
  }
}
