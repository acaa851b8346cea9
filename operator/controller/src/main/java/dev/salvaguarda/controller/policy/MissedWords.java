package dev.salvaguarda.controller.policy;

import dev.salvaguarda.controller.window.OpenWindows.Hold;
import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import dev.salvaguarda.domain.schedule.Tick;
import dev.salvaguarda.domain.text.Sentence;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What kept the runs of due times from starting; pure.
 *
 * @param words the end of a sentence, without a full stop
 * @param window that held all of them; null if none did
 */
record MissedWords(String words, @Nullable String window) {
  private static final int MOST = 256;

  /**
   * Says it of a gap.
   *
   * @param held what held the run of a tick when it should have started; empty if nothing did
   */
  static MissedWords of(Gap gap, Function<Tick, Optional<Hold>> held) {
    Optional<String> first = held.apply(gap.first()).map(Hold::window);
    Optional<String> last = held.apply(gap.last()).map(Hold::window);
    String windows =
        Stream.of(first, last)
            .flatMap(Optional::stream)
            .distinct()
            .collect(Collectors.joining(", "));
    if (windows.isEmpty()) {
      return new MissedWords(gap.why().words(), null);
    }
    String maintenance = "held by maintenance " + windows;
    // What lies between two ticks of one window lies in it, too.
    return first.equals(last)
        ? new MissedWords(Sentence.cut(maintenance, MOST), windows)
        : new MissedWords(
            Sentence.cut("%s, or %s".formatted(gap.why().words(), maintenance), MOST), null);
  }
}
