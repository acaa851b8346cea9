package dev.salvaguarda.domain.restore;

/** Whether the copies that a restore names could be found. */
public sealed interface SourceAnswer {
  /** Nobody looked in this round. */
  record NotAsked() implements SourceAnswer {}

  /** They are there. */
  record Found(RestorePlan plan) implements SourceAnswer {}

  /**
   * An object that is named is not there; it may come in the same {@code kubectl apply}.
   *
   * @param why a sentence for a person
   */
  record Absent(String why) implements SourceAnswer {}

  /**
   * They will never be there.
   *
   * @param why a sentence for a person
   */
  record Impossible(String why) implements SourceAnswer {}

  /**
   * Nobody can say yet: a run has not ended, or a repository does not answer.
   *
   * @param why a sentence for a person
   */
  record Wait(String why) implements SourceAnswer {}
}
