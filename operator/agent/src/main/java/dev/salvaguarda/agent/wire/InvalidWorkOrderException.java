package dev.salvaguarda.agent.wire;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;

/** The work order can't be read or can't be followed; the message is a sentence for a person. */
public final class InvalidWorkOrderException extends Exception {
  private final String sentence;

  InvalidWorkOrderException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  InvalidWorkOrderException(String sentence, Throwable cause) {
    super(sentence, cause);
    this.sentence = sentence;
  }

  public Failure failure() {
    return new Failure(FailureReason.INVALID_WORK_ORDER, sentence);
  }
}
