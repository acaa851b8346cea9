package dev.salvaguarda.domain.window;

import dev.salvaguarda.domain.decision.Decision;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a maintenance window may look at.
 *
 * @param matter what it is about
 * @param planned when it is to be, as it was announced first
 * @param minimumNotice how long before its start it should be announced; null if nobody said
 * @param reminders how long before its start it is recalled
 */
public record WindowFacts(
    Matter matter,
    Times planned,
    @Nullable Duration minimumNotice,
    List<Duration> reminders,
    Decisions decisions) {
  public WindowFacts {
    reminders = List.copyOf(reminders);
  }

  /**
   * What it is about.
   *
   * @param name of the window itself
   * @param uid of the window itself, for ever the same
   * @param component all that is worked on, as people call it
   * @param purpose what it is for; empty means what the norm says
   * @param mayCauseUnavailability whether the components may not work meanwhile
   * @param cancelledFor why it does not take place; empty while it does
   * @param zone in which its times are told; null means that of whoever tells them
   */
  public record Matter(
      String name,
      String uid,
      String component,
      String purpose,
      boolean mayCauseUnavailability,
      String cancelledFor,
      @Nullable ZoneId zone) {}

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
