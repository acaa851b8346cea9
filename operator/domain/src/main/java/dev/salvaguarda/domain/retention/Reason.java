package dev.salvaguarda.domain.retention;

/**
 * Why a snapshot is kept, or why a rule does not keep it.
 *
 * @param cause what it is about
 * @param text for people, without the cause's name and without a full stop
 */
public record Reason(Cause cause, String text) {

  /** The reason in words, such as {@code keepDaily: newest of 2026-11-25 (2 of 7)}. */
  public String words() {
    return cause.key() + ": " + text;
  }
}
