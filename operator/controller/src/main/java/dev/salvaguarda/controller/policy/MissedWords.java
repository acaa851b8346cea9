package dev.salvaguarda.controller.policy;

import dev.salvaguarda.controller.window.OpenWindows.Hold;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import dev.salvaguarda.domain.text.Sentence;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kept the runs of due times from starting, as the end of a sentence; pure. */
final class MissedWords {
  private static final int MOST = 256;

  private MissedWords() {}

  /**
   * The words, without a full stop.
   *
   * @param held what held the run of a tick when it should have started; empty if nothing did
   */
  static String of(Gap gap, Function<Tick, Optional<Hold>> held) {
    Optional<String> first = held.apply(gap.first()).map(Hold::window);
    Optional<String> last = held.apply(gap.last()).map(Hold::window);
    String windows =
        Stream.of(first, last)
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    if (windows.isEmpty()) {
      return gap.why().words();
    }
    String maintenance = "held by maintenance " + windows;
    // What lies between two ticks of one window lies in it, too.
    return Sentence.cut(
        first.equals(last) ? maintenance : "%s, or %s".formatted(gap.why().words(), maintenance),
        MOST);
  }
}
