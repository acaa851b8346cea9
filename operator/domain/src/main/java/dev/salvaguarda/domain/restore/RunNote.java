package dev.salvaguarda.domain.restore;

import java.time.Instant;
import java.util.Set;

/**
 * What the object of a run says about its targets, where it is still there.
 *
 * @param uid of the run
 * @param capturedAt when its capture began
 * @param targets that it lists, copied or not
 * @param askedForAll whether it was to copy all that its source has
 * @param whole whether it copied all that its source has, and lists it
 */
public record RunNote(
    String uid, Instant capturedAt, Set<String> targets, boolean askedForAll, boolean whole) {
  public RunNote {
    targets = Set.copyOf(targets);
  }
}
