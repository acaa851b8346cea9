package dev.salvaguarda.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.start.OperatorStart.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
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

  @Test
  void whatAnOperatorThatEndsMeanwhileHearsIsNoObstacle() {
    List<ObstacleWatch> closing = new ArrayList<>();
    ObstacleWatch watch =
        watch(
            STARTED,
            () -> {
              closing.forEach(ObstacleWatch::close);
              return Optional.of("The client is closed.");
            });
    closing.add(watch);

    watch.look();

    assertThat(watch.found()).isEmpty();
  }

  private ObstacleWatch watch(State start) {
    return watch(start, answers::remove);
  }

  private static ObstacleWatch watch(State start, Supplier<Optional<String>> answers) {
    return new ObstacleWatch(answers, () -> start, Duration.ofSeconds(20));
  }
}
