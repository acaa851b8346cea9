package dev.salvaguarda.app.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.start.OperatorStart.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OperatorStartTest {
  private static final Instant NOW = Instant.parse("2026-11-26T03:00:00Z");
  private static final String MISSING = "There are no CustomResourceDefinitions x.";

  private final List<String> done = new ArrayList<>();

  @Test
  void waitsForWhatIsMissingAndThenStarts() {
    List<State> states = new ArrayList<>();
    int[] looks = {0};
    OperatorStart[] start = new OperatorStart[1];
    start[0] =
        start(
            () -> {
              states.add(start[0].state());
              return looks[0]++ < 2 ? Optional.of(MISSING) : Optional.empty();
            },
            () -> done.add("started"));

    start[0].run();

    assertThat(states).last().isEqualTo(new State.Waiting(MISSING));
    assertThat(done).containsExactly("started");
    assertThat(start[0].state()).isEqualTo(new State.Started(NOW));
  }

  @Test
  void aStartThatFailsEndsTheProcessAndIsKnownToHealth() {
    OperatorStart start =
        start(
            Optional::empty,
            () -> {
              throw new IllegalStateException("outer", new OutOfMemoryError("no room\nat all"));
            });

    start.run();

    assertThat(done).containsExactly("exit");
    assertThat(start.state()).isEqualTo(new State.Failed("OutOfMemoryError: no room at all"));
  }

  @Test
  void anErrorEndsTheProcessToo() {
    start(
            Optional::empty,
            () -> {
              throw new NoClassDefFoundError("x");
            })
        .run();

    assertThat(done).containsExactly("exit");
  }

  @Test
  void nothingIsStartedAfterTheEnd() {
    OperatorStart start = start(() -> Optional.of(MISSING), () -> done.add("started"));
    start.close();

    start.run();

    assertThat(done).isEmpty();
  }

  private OperatorStart start(
      java.util.function.Supplier<Optional<String>> obstacle, Runnable work) {
    return new OperatorStart(
        obstacle,
        work,
        () -> done.add("exit"),
        Clock.fixed(NOW, ZoneOffset.UTC),
        Duration.ofMillis(1));
  }
}
