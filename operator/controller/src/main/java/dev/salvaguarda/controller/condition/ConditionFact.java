package dev.salvaguarda.controller.condition;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.text.Sentence;

/**
 * What was found out about one condition, without times: those are {@link ConditionSet}'s matter.
 *
 * @param reason in wire form
 * @param message what was seen, with numbers and names; line breaks become spaces, and it is cut at
 *     {@value #MAX_MESSAGE} characters
 */
public record ConditionFact(ConditionType type, Truth truth, String reason, String message) {
  static final int MAX_MESSAGE = 1024;

  /** The three values of a condition. */
  public enum Truth {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String wireName;

    Truth(String wireName) {
      this.wireName = wireName;
    }

    /** As it stands in {@code status.conditions[].status}. */
    public String wireName() {
      return wireName;
    }
  }

  public ConditionFact {
    message = Sentence.oneLine(message, MAX_MESSAGE);
  }

  /** The condition holds. */
  public static ConditionFact met(ConditionType type, ConditionReason reason, String message) {
    return new ConditionFact(type, Truth.TRUE, reason.wireName(), message);
  }

  /** The condition does not hold. */
  public static ConditionFact unmet(ConditionType type, ConditionReason reason, String message) {
    return new ConditionFact(type, Truth.FALSE, reason.wireName(), message);
  }

  /** The condition does not hold, because of a failure that brings its own reason and sentence. */
  public static ConditionFact unmet(ConditionType type, Failure failure) {
    return new ConditionFact(type, Truth.FALSE, failure.reason().wireName(), failure.message());
  }

  /** Nobody can say. */
  public static ConditionFact unknown(ConditionType type, ConditionReason reason, String message) {
    return new ConditionFact(type, Truth.UNKNOWN, reason.wireName(), message);
  }
}
