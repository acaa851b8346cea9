package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.Readiness;

/**
 * What a run depends on.
 *
 * @param policy whether its policy is there
 * @param repository whether the repository takes runs
 * @param turn whether it is this run's turn
 * @param awaited whether others could start but for this run
 */
public record Surroundings(
    PolicyPresence policy, Readiness repository, Turn turn, boolean awaited) {

  /** Whether a run's policy can be read. */
  public enum PolicyPresence {
    PRESENT,
    /** No policy of that name; it may still be on its way. */
    NOT_FOUND,
    /** It was there and is going or gone. */
    DELETED
  }
}
