package dev.salvaguarda.controller.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of one look through a namespace.
 *
 * @param moved how many notices are in a journal now, and no longer in the cluster
 * @param into names of the BackupRepositories that took them
 * @param left how many were due and stay, as far as was looked
 * @param trouble why they stay, in words for a person; null if nothing is wrong
 * @param next when to look again
 */
record Passed(int moved, Set<String> into, int left, @Nullable String trouble, Next next) {
  Passed {
    into = Set.copyOf(into);
  }

  /** When to look again. */
  enum Next {
    /** There may be more. */
    AT_ONCE,
    /** What stood in the way may pass. */
    AFTER_TROUBLE,
    /** All is done, or the API server refused something: trying often would only write often. */
    AS_USUAL
  }

  /** Nobody knows how many are due, so one stands for them. */
  static Passed failed(String trouble) {
    return new Passed(0, Set.of(), 1, trouble, Next.AS_USUAL);
  }

  /** It was cut off; the next look goes on where this one left the notices. */
  static Passed late() {
    return new Passed(0, Set.of(), 1, "The look did not end in time.", Next.AFTER_TROUBLE);
  }
}
