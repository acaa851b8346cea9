package dev.salvaguarda.domain.nonconformity;

import java.time.Instant;

/**
 * A run of the whole source that has ended by itself.
 *
 * @param at when it ended
 * @param words how, as a sentence
 */
public record EndedRun(String name, Ending ending, Instant at, String words) {

  /** How it ended. One that somebody stopped says nothing about a cause. */
  public enum Ending {
    /** Every byte is stored. */
    SUCCEEDED,
    /** Something is stored that restores. */
    DEGRADED,
    /** Nothing is stored that counts. */
    FAILED,
    /** It was due and not started. */
    MISSED
  }

  Signal signal() {
    return new Signal(name, at, words);
  }
}
