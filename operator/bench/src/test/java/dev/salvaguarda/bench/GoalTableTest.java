package dev.salvaguarda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoalTableTest {
  @Test
  void aGoalIsMetUpToItsBoundAndMissedBeyond() {
    List<String> lines =
        new GoalTable(
                List.of(row(1, SideBySide.OURS, 45, 91), row(1, SideBySide.NEWER_RESTIC, 100, 100)),
                List.of())
            .lines();

    assertThat(lines)
        .contains(
            "| %s | CPU s | 45 |  | 100 | 0.45 of it | 0.45 | met |"
                .formatted(DatabaseRounds.SCATTERED),
            "| %s | wall s | 91 |  | 100 | 0.91 of it | 0.7 | **missed** |"
                .formatted(DatabaseRounds.SCATTERED));
  }

  @Test
  void behindAMedianStandTheLeastAndTheMost() {
    List<Row> rows =
        List.of(
            row(1, SideBySide.OURS, 40, 1),
            row(2, SideBySide.OURS, 50, 1),
            row(3, SideBySide.OURS, 30, 1),
            row(1, SideBySide.NEWER_RESTIC, 100, 1),
            row(2, SideBySide.NEWER_RESTIC, 100, 1),
            row(3, SideBySide.NEWER_RESTIC, 100, 1));

    assertThat(new GoalTable(rows, List.of()).lines())
        .anyMatch(line -> line.contains("| CPU s | 40 (30 to 50) |"));
  }

  @Test
  void whatWasNotMeasuredHasNoLineAndCountsForNothing() {
    List<String> lines =
        new GoalTable(
                List.of(),
                List.of(
                    new PlainGoal("at rest", "requests a second", 1.5, 2),
                    new PlainGoal("at rest", "resident MiB", 257, 256)))
            .lines();

    assertThat(lines)
        .containsExactly(
            "| workload | figure | ours | restic | newest restic | reached | goal | |",
            "|---|---|---|---|---|---|---|---|",
            "| at rest | requests a second | 1.5 | | | | 2 | met |",
            "| at rest | resident MiB | 257 | | | | 256 | **missed** |",
            "",
            SideBySide.OURS + ": 1 of 2 goals are met.",
            SideBySide.OURS_IN_SMALL_PIECES + ": 0 of 0 goals are met.");
  }

  private static Row row(int round, String engine, double cpuSeconds, long wallSeconds) {
    return new Row(
        round,
        DatabaseRounds.SCATTERED,
        engine,
        0,
        0,
        0,
        new MeasuredCommand(Duration.ofSeconds(wallSeconds), cpuSeconds, 0));
  }
}
