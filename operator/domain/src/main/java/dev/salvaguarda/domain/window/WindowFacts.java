package dev.salvaguarda.domain.window;

import dev.salvaguarda.domain.decision.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a maintenance window may look at.
 *
 * @param planned when it is to be, as it was announced first
 * @param minimumNotice how long before its start it should be announced; null if nobody said
 * @param reminders how long before its start it is recalled
 */
public record WindowFacts(
    Times planned,
    @Nullable Duration minimumNotice,
    List<Duration> reminders,
    Decisions decisions) {
  public WindowFacts {
    reminders = List.copyOf(reminders);
  }

  /**
   * From when until when. They are instants: neither midnight nor a change of daylight saving time
   * makes a window longer or shorter.
   */
  public record Times(Instant start, Instant end) {}

  /** Other times for an announced window. */
  public record Move(Times times, Decision decision) {}

  /**
   * What people have decided; null is what they have not. Of a completed and a cancelled window
   * there is one at most.
   *
   * @param moves in the order in which they were recorded, each of them after the announcement
   */
  public record Decisions(
      @Nullable Decision announcement,
      List<Move> moves,
      @Nullable Decision completed,
      @Nullable Decision cancelled) {
    public Decisions {
      moves = List.copyOf(moves);
    }

    /** What ended it; null while it goes on. */
    @Nullable Decision ending() {
      return cancelled != null ? cancelled : completed;
    }
  }
}
