package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what is due of a policy, once, and says in its status which channels do not exist. What was
 * told stands in the condition {@code Notified} for as long as it is due.
 */
public final class PolicyTelling {
  private final TellingApplier applier;

  public PolicyTelling(TellingApplier applier) {
    this.applier = applier;
  }

  /**
   * The conditions of a policy.
   *
   * @param next its status as it is about to be written
   */
  public Told of(BackupPolicy policy, BackupPolicyStatus next, Instant now) {
    List<Condition> conditions = withChannels(policy, next.conditions(), now);
    Optional<DueOccasion> due =
        DueOccasion.of(policy, next, now)
            .filter(one ->
                !AskedChannel.names(one.occasion().kind(), policy.getSpec().notifications())
                    .isEmpty());
    if (due.isEmpty()) {
      return Told.nothing(without(conditions));
    }
    String told = "Of %s: ".formatted(due.get().key());
    if (isTold(conditions, told)) {
      return Told.nothing(conditions);
    }
    ConditionFact fact = applier.tell(due.get().occasion(), policy.getSpec().notifications(), now);
    return Told.tried(
        conditions,
        new ConditionFact(fact.type(), fact.truth(), fact.reason(), told + fact.message()),
        policy.getMetadata().getGeneration(),
        now);
  }

  private List<Condition> withChannels(
      BackupPolicy policy, List<Condition> conditions, Instant now) {
    ConditionSet set = ConditionSet.of(conditions);
    List<String> missing = applier.missing(policy);
    boolean isReady =
        set.find(ConditionType.READY)
            .filter(ready -> Objects.equals(ready.getStatus(), "True"))
            .isPresent();
    if (missing.isEmpty() || !isReady) {
      return conditions;
    }
    // From what was written last, so that the time of the change stays.
    Condition notReady =
        ConditionSet.of(policy.getStatus() == null ? null : policy.getStatus().conditions())
            .with(
                ConditionFact.unmet(
                    ConditionType.READY,
                    ConditionReason.CHANNEL_NOT_FOUND,
                    "There is no NotificationChannel %s in this namespace. Runs go on, and are told once it is there."
                        .formatted(String.join(", ", missing))),
                policy.getMetadata().getGeneration(),
                now)
            .find(ConditionType.READY)
            .orElseThrow();
    return conditions.stream()
        .map(one -> one.getType().equals(notReady.getType()) ? notReady : one)
        .toList();
  }

  private static boolean isTold(List<Condition> conditions, String words) {
    return ConditionSet.of(conditions)
        .find(ConditionType.NOTIFIED)
        .filter(told -> "True".equals(told.getStatus()) && told.getMessage().startsWith(words))
        .isPresent();
  }

  private static List<Condition> without(List<Condition> conditions) {
    String type = ConditionType.NOTIFIED.wireName();
    return conditions.stream().filter(one -> !type.equals(one.getType())).toList();
  }
}
