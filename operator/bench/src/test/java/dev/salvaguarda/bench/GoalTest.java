package dev.salvaguarda.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.bench.Goal.Figure;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class GoalTest {
  private static final String SCENARIO = "a day";
  private static final Goal CPU = new Goal(SCENARIO, Figure.CPU, SideBySide.NEWER_RESTIC, 0.6);

  @Test
  void aRatioIsOfTwoBackupsOfOneRound() {
    List<Row> rows =
        List.of(
            row(1, SideBySide.OURS, 10),
            row(1, SideBySide.NEWER_RESTIC, 20),
            row(2, SideBySide.OURS, 30),
            row(2, SideBySide.NEWER_RESTIC, 40),
            row(3, SideBySide.OURS, 9),
            row(3, SideBySide.NEWER_RESTIC, 10));

    assertThat(CPU.reached(SideBySide.OURS, rows)).hasValue(0.75);
  }

  @Test
  void aRoundWithoutThePeerCountsForNothing() {
    List<Row> rows =
        List.of(
            row(1, SideBySide.OURS, 10),
            row(1, SideBySide.NEWER_RESTIC, 20),
            row(2, SideBySide.OURS, 1));

    assertThat(CPU.reached(SideBySide.OURS, rows)).hasValue(0.5);
    assertThat(CPU.reached(SideBySide.OURS, rows.subList(2, 3))).isEmpty();
  }

  @Test
  void whatHasNoPeerIsTakenAsItIs() {
    Goal memory = new Goal(SCENARIO, Figure.MEMORY, "", 256);

    assertThat(memory.reached(SideBySide.OURS, List.of(row(1, SideBySide.OURS, 10)))).hasValue(3);
  }

  @Test
  void theMedianOfAnEvenNumberLiesBetweenTheTwoInTheMiddle() {
    assertThat(Goal.median(DoubleStream.of(4, 1, 3, 2))).hasValue(2.5);
    assertThat(Goal.median(DoubleStream.empty())).isEmpty();
  }

  @Test
  void figuresAreToldWithThreeDigitsThatCount() {
    assertThat(
            List.of(0.000_123_4, 0.5, 12.345, 123.4, 1_234_567.8, Double.NaN).stream()
                .map(Goal::text))
        .containsExactly("0.000123", "0.5", "12.3", "123", "1,234,568", "NaN");
  }

  @Test
  void everyGoalStandsOnce() {
    assertThat(Goal.all().stream().map(goal -> goal.scenario() + goal.figure() + goal.peer()))
        .doesNotHaveDuplicates();
  }

  static Row row(int round, String engine, double cpuSeconds) {
    return new Row(
        round,
        SCENARIO,
        engine,
        0,
        0,
        0,
        new MeasuredCommand(Duration.ofSeconds(1), cpuSeconds, 3 << 20));
  }
}
