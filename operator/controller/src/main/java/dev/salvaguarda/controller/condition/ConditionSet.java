package dev.salvaguarda.controller.condition;

import dev.salvaguarda.api.ConditionType;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object's conditions, at most one of each type, in the order in which they were first reported.
 * Immutable. Only {@link #with} touches {@code lastTransitionTime}: it moves when the condition's
 * status changes, and stays when only reason or message do, so an unchanged world gives an equal
 * set and nothing is written.
 */
public record ConditionSet(List<Condition> conditions) {
  public ConditionSet {
    conditions = List.copyOf(conditions);
  }

  /** The set that a status holds; null, as in a status never written, is empty. */
  public static ConditionSet of(@Nullable List<Condition> conditions) {
    return new ConditionSet(conditions == null ? List.of() : conditions);
  }

  /**
   * This set with the fact in it.
   *
   * @param generation {@code metadata.generation} of the specification that the fact speaks of
   * @param now the transition time, in whole seconds, if the condition's status changes
   */
  public ConditionSet with(ConditionFact fact, @Nullable Long generation, Instant now) {
    String type = fact.type().wireName();
    String since =
        find(fact.type())
            .filter(old -> Objects.equals(old.getStatus(), fact.truth().wireName()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    Condition next =
        new ConditionBuilder()
            .withType(type)
            .withStatus(fact.truth().wireName())
            .withReason(fact.reason())
            .withMessage(fact.message())
            .withObservedGeneration(generation)
            .withLastTransitionTime(since)
            .build();
    List<Condition> result = new ArrayList<>(conditions);
    int at = indexOf(type);
    if (at < 0) {
      result.add(next);
    } else {
      result.set(at, next);
    }
    return new ConditionSet(result);
  }

  /** The condition of this type, if it was ever reported. */
  public Optional<Condition> find(ConditionType type) {
    int at = indexOf(type.wireName());
    return at < 0 ? Optional.empty() : Optional.of(conditions.get(at));
  }

  private int indexOf(String type) {
    for (int i = 0; i < conditions.size(); i++) {
      if (type.equals(conditions.get(i).getType())) {
        return i;
      }
    }
    return -1;
  }
}
