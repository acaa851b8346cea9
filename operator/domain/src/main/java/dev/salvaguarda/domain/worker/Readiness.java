package dev.salvaguarda.domain.worker;

/** Whether what work needs, such as a repository, takes it now. */
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
