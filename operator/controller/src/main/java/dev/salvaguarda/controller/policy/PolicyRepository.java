package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A repository that a policy names, as it looks now.
 *
 * @param state whether it can be used
 * @param unkept why no pass of maintenance will come, in a sentence; null if one will, or if there
 *     is no such repository
 * @param namesAllDamage whether all that is known to be damaged there is named
 */
record PolicyRepository(String name, State state, @Nullable String unkept, boolean namesAllDamage) {
  private static final State NOT_PROBED = new State.Unknown("has not been probed yet.");
  private static final Set<String> NO_SCHEDULE =
      Set.of(
          ConditionReason.INVALID_SCHEDULE.wireName(),
          ConditionReason.UNKNOWN_TIME_ZONE.wireName());

  /** Whether a repository can be used. */
  sealed interface State {
    /** It said so itself. */
    record Ready() implements State {}

    /** Nobody can say now. */
    record Unknown(String why) implements State {}

    /** It says that it can't. */
    record NotReady(String reason, String message) implements State {}

    /** There is none of this name. */
    record Absent() implements State {}
  }

  /**
   * One of this name.
   *
   * @param found empty if there is none
   * @param places where damage of it may be known
   */
  static PolicyRepository of(String name, Optional<BackupRepository> found, Places places) {
    return new PolicyRepository(
        name,
        found.map(PolicyRepository::state).orElseGet(State.Absent::new),
        found.flatMap(PolicyRepository::unkept).orElse(null),
        found.map(one -> places.damage(one).whole()).orElse(true));
  }

  /** A spec without a time for it, or with one that nobody can read. */
  private static Optional<String> unkept(BackupRepository repository) {
    String name = repository.getMetadata().getName();
    if (repository.getSpec().maintenance() == null) {
      return Optional.of(
          "Nothing is removed from %s, which has no maintenance: write maintenance: {cron: \"30 3 * * 0\"} into the spec of BackupRepository %s, with the times that suit you."
              .formatted(name, name));
    }
    return repository.getStatus() == null
        ? Optional.empty()
        : ConditionSet.of(repository.getStatus().conditions())
            .find(ConditionType.MAINTAINED)
            .filter(maintained -> NO_SCHEDULE.contains(maintained.getReason()))
            .map(maintained ->
                "Nothing is removed from %s, whose maintenance has no time: %s"
                    .formatted(name, maintained.getMessage()));
  }

  private static State state(BackupRepository repository) {
    if (repository.getMetadata().getDeletionTimestamp() != null) {
      return new State.Absent();
    }
    if (repository.getStatus() == null) {
      return NOT_PROBED;
    }
    return ConditionSet.of(repository.getStatus().conditions())
        .find(ConditionType.READY)
        .map(PolicyRepository::state)
        .orElse(NOT_PROBED);
  }

  private static State state(Condition ready) {
    return switch (ready.getStatus()) {
      case "True" -> new State.Ready();
      case "False" -> new State.NotReady(ready.getReason(), ready.getMessage());
      default ->
          ConditionReason.NOT_PROBED_YET.wireName().equals(ready.getReason())
              ? NOT_PROBED
              : new State.Unknown("can't be looked at: " + ready.getMessage());
    };
  }
}
