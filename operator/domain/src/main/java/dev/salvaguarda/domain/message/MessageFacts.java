package dev.salvaguarda.domain.message;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What there is to tell on one occasion. Placeholders without a fact are empty: a line that would
 * tell nothing but them is left out of the text. Making one without what the message requires, or
 * with what it has no use for, throws an IllegalArgumentException that names it.
 *
 * @param message what is told
 * @param facts at least those that the message requires, and none that it has no use for
 */
public record MessageFacts(Message message, Map<Placeholder, Fact> facts) {
  public MessageFacts {
    facts = Map.copyOf(facts);
    Set<Placeholder> missing = EnumSet.copyOf(message.required());
    missing.removeAll(facts.keySet());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(message.wireName() + " lacks " + missing);
    }
    if (!message.allowed().containsAll(facts.keySet())) {
      throw new IllegalArgumentException(message.wireName() + " has no use for all of " + facts);
    }
  }
}
