package dev.salvaguarda.domain.retention;

import java.util.List;
import java.util.stream.Stream;

/**
 * What becomes of a snapshot, and why.
 *
 * @param snapshot which
 * @param fate what becomes of it in this pass
 * @param reasons all that keep it; if it is not kept, why each rule does not, preceded by the limit
 *     where only that holds it back; never empty
 */
public record JudgedSnapshot(SnapshotFact snapshot, Fate fate, List<Reason> reasons) {
  public JudgedSnapshot {
    reasons = List.copyOf(reasons);
  }

  /** What becomes of a snapshot in a pass. */
  public enum Fate {
    /** A rule or a floor keeps it. */
    KEPT,
    /** Nothing keeps it, but this pass may not remove it. */
    HELD_BACK,
    /** This pass removes it. */
    REMOVED
  }

  JudgedSnapshot heldBack(Reason why) {
    return new JudgedSnapshot(
        snapshot, Fate.HELD_BACK, Stream.concat(Stream.of(why), reasons.stream()).toList());
  }
}
