package dev.salvaguarda.controller.repository;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the counting of a repository's size stands.
 *
 * @param ended the newest count; empty if there was none yet
 * @param underWay whether one is waiting for its turn or being made
 */
record SizeState(Optional<Ended> ended, boolean underWay) {
  static final SizeState NEVER_COUNTED = new SizeState(Optional.empty(), false);

  private static final Duration USUAL_PAUSE = Duration.ofHours(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(30);

  /** Counting takes no more than one part in a hundred of the time. */
  private static final int PAUSE_FACTOR = 100;

  /**
   * One count.
   *
   * @param bytes empty if it did not come to its end
   * @param at when it ended
   */
  record Ended(OptionalLong bytes, Instant at, Duration took) {}

  /**
   * When to count again: once an hour, and sooner after a change where that is cheap. {@link
   * Instant#MAX} while a count is under way, {@link Instant#MIN} before the first.
   */
  Instant dueAt(Optional<Instant> lastChange) {
    if (underWay) {
      return Instant.MAX;
    }
    if (ended.isEmpty()) {
      return Instant.MIN;
    }
    Instant last = ended.get().at();
    Duration atLeast = ended.get().took().multipliedBy(PAUSE_FACTOR);
    Duration shortest = atLeast.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : atLeast;
    boolean changed = lastChange.filter(change -> change.isAfter(last)).isPresent();
    Duration usual = shortest.compareTo(USUAL_PAUSE) < 0 ? USUAL_PAUSE : shortest;
    return last.plus(changed ? shortest : usual);
  }
}
