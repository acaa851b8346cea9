package dev.salvaguarda.domain.run;

/**
 * What a run depends on.
 *
 * @param policy whether its policy is there
 * @param repository whether the repository takes runs
 * @param turn whether it is this run's turn
 */
public record Surroundings(PolicyPresence policy, Readiness repository, Turn turn) {

  /** Whether a run's policy can be read. */
  public enum PolicyPresence {
    PRESENT,
    /** No policy of that name; it may still be on its way. */
    NOT_FOUND,
    /** It was there and is going or gone. */
    DELETED
  }

  /** Whether a repository takes runs. */
  public sealed interface Readiness {
    /** It does. */
    record Ready() implements Readiness {}

    /**
     * It does not.
     *
     * @param why a sentence for a person
     */
    record NotReady(String why) implements Readiness {}
  }

  /** Whether a run may start, as far as other runs are concerned. */
  public sealed interface Turn {
    /** This run holds its group's lease. */
    record Mine() implements Turn {}

    /** Nobody holds the lease and nobody comes first. */
    record Free() implements Turn {}

    /**
     * Others come first.
     *
     * @param position 1 for the next to start
     * @param waitingFor name of the run that ends or starts before this one can
     */
    record Behind(int position, String waitingFor) implements Turn {}
  }
}
