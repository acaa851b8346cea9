package dev.salvaguarda.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.start.OperatorStart.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ObstacleWatchTest {
  private static final State STARTED = new State.Started(Instant.parse("2026-11-26T03:00:00Z"));
  private static final String LACKS = "The operator's service account lacks the right to list x.";

  private final Deque<Optional<String>> answers = new ArrayDeque<>();

  @Test
  void whatIsTakenAwayIsKnownUntilItIsBack() {
    ObstacleWatch watch = watch(STARTED);
    answers.add(Optional.of(LACKS));
    answers.add(Optional.empty());

    watch.look();
    assertThat(watch.found()).contains(LACKS);

    watch.look();
    assertThat(watch.found()).isEmpty();
  }

  @Test
  void asksNothingBeforeTheStartWhichAsksItself() {
    ObstacleWatch watch = watch(new State.Waiting("The operator has just begun."));

    watch.look();

    assertThat(watch.found()).isEmpty();
  }

  @Test
  void anAnswerThatMakesNoSenseIsAnObstacleAndNotTheEnd() {
    ObstacleWatch watch = watch(STARTED);

    watch.look();

    assertThat(watch.found()).contains("NoSuchElementException:");
  }

  private ObstacleWatch watch(State start) {
    return new ObstacleWatch(answers::remove, () -> start, Duration.ofSeconds(20));
  }
}
