package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Conditions with what they say of {@code Notified}. That something is to be told is written down
 * together with how it ended, so no restart forgets it; an object that ended without that mark, for
 * example before its policy asked for anything, is never told.
 *
 * @param lookAgainAt when the next try is due; null if there is nothing left to tell
 */
public record Told(List<Condition> conditions, @Nullable Instant lookAgainAt) {
  private static final Duration PAUSE = Duration.ofSeconds(30);

  /** Who has waited for hours for a channel that somebody has to make doesn't ask every moment. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  private static final int SHARE_OF_WAIT = 10;

  private static final Set<String> OPEN =
      Set.of(
          ConditionReason.NOT_TOLD_YET.wireName(),
          ConditionReason.CHANNEL_NOT_FOUND.wireName(),
          ConditionReason.MISSING_PERMISSION.wireName(),
          ConditionReason.RECONCILE_ERROR.wireName());

  /** Whether there is still something to tell. */
  public static boolean isOpen(List<Condition> conditions) {
    return ConditionSet.of(conditions)
        .find(ConditionType.NOTIFIED)
        .filter(told -> "False".equals(told.getStatus()) && OPEN.contains(told.getReason()))
        .isPresent();
  }

  /** When to look again, if something else makes that worth it as well. */
  public @Nullable Instant next(@Nullable Instant other) {
    return lookAgainAt == null || (other != null && other.isBefore(lookAgainAt))
        ? other
        : lookAgainAt;
  }

  static Told nothing(List<Condition> conditions) {
    return new Told(conditions, null);
  }

  /** With the mark that it is to be told, which the next look does. */
  static Told marked(List<Condition> conditions, Instant now) {
    return new Told(
        ConditionSet.of(conditions).with(AskedChannel.MARK, null, now).conditions(), now);
  }

  /** With what came of a try. */
  static Told tried(List<Condition> conditions, ConditionFact fact, Instant now) {
    // Of no generation, like all that is said of something that has ended.
    return tried(conditions, fact, null, now);
  }

  /** The same, of something that goes on. */
  static Told tried(
      List<Condition> conditions, ConditionFact fact, @Nullable Long generation, Instant now) {
    List<Condition> next = ConditionSet.of(conditions).with(fact, generation, now).conditions();
    return new Told(next, isOpen(next) ? now.plus(pause(next, now)) : now);
  }

  /** A tenth of the time since it was marked. */
  private static Duration pause(List<Condition> conditions, Instant now) {
    Duration waited =
        ConditionSet.of(conditions)
            .find(ConditionType.NOTIFIED)
            .map(open -> Duration.between(Instant.parse(open.getLastTransitionTime()), now))
            .orElse(Duration.ZERO)
            .dividedBy(SHARE_OF_WAIT);
    return Collections.min(List.of(LONGEST_PAUSE, Collections.max(List.of(PAUSE, waited))));
  }
}
