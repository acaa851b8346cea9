package dev.salvaguarda.controller.archive;

import dev.salvaguarda.domain.condition.ConditionReason;

/** Something that a spec names can't be had; the sentence says what, and never a secret. */
public final class MissingReferenceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ConditionReason reason;
  private final String sentence;

  public MissingReferenceException(ConditionReason reason, String sentence) {
    super(sentence, null, false, false);
    this.reason = reason;
    this.sentence = sentence;
  }

  /** What kind of thing is missing. */
  public ConditionReason reason() {
    return reason;
  }

  /** The same for a person. */
  public String sentence() {
    return sentence;
  }
}
