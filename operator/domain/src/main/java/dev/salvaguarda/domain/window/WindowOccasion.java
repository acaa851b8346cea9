package dev.salvaguarda.domain.window;

import dev.salvaguarda.domain.window.WindowFacts.Times;
import java.time.Instant;

/**
 * Something about an announced window that has to be told, once.
 *
 * @param key what makes it the only one of its kind and window; empty if nothing has to
 * @param sequence how often the window had been changed by then, as calendars count it
 * @param times as they stood then
 * @param decidedBy the person whose decision it follows from
 * @param at since when it has to be told
 */
public record WindowOccasion(
    Kind kind, String key, int sequence, Times times, String decidedBy, Instant at) {

  /** What it is. */
  public enum Kind {
    /** It will take place. */
    ANNOUNCED,
    /** It will take place at other times. */
    MOVED,
    /** It will take place soon. */
    REMINDED,
    /** It takes longer than was said. */
    OVERRUN,
    /** It is over. */
    COMPLETED,
    /** It does not take place. */
    CANCELLED
  }
}
