package dev.salvaguarda.domain.guest;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which guests of a host or cluster are copied. Templates, and guests that exist only while a copy
 * is tried, count only where a policy names them.
 *
 * @param covered how many are in a policy
 * @param uncovered those that are in none, in the order of their numbers
 * @param excluded those that are in none on purpose, likewise
 * @param tagged which of {@code uncovered}, by their numbers, are kept out of policies by the tag
 *     of guests of a test, and are of none that is under way
 */
public record Coverage(
    int covered, List<GuestName> uncovered, List<LeftOut> excluded, Set<Integer> tagged) {
  public Coverage {
    uncovered = List.copyOf(uncovered);
    excluded = List.copyOf(excluded);
    tagged = Set.copyOf(tagged);
  }

  /**
   * A guest that is in no policy on purpose.
   *
   * @param reason why, in a person's words
   * @param by who decided it; null if that is not told
   */
  public record LeftOut(GuestName guest, String reason, @Nullable String by) {}
}
