package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Optional;

/**
 * A repository that a policy names, as it looks now.
 *
 * @param state whether it can be used
 */
record PolicyRepository(String name, State state) {
  private static final State NOT_PROBED = new State.Unknown("has not been probed yet.");

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

  static PolicyRepository of(String name, Optional<BackupRepository> found) {
    return new PolicyRepository(
        name, found.map(PolicyRepository::state).orElseGet(State.Absent::new));
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
