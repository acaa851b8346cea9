package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.event.EventReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a person wants to be told when a status changes.
 *
 * @param message the condition's own
 */
record PolicyNews(EventReason reason, String message) {

  /** The news between two statuses, in the order of the conditions. */
  static List<PolicyNews> between(BackupPolicyStatus old, BackupPolicyStatus next) {
    List<PolicyNews> news = new ArrayList<>();
    changed(old, next, ConditionType.READY)
        .ifPresent(ready -> {
          if ("False".equals(ready.getStatus())) {
            news.add(new PolicyNews(EventReason.POLICY_INVALID, ready.getMessage()));
          } else if ("True".equals(ready.getStatus()) && was(old, ConditionType.READY, "False")) {
            news.add(new PolicyNews(EventReason.POLICY_READY, ready.getMessage()));
          }
        });
    changed(old, next, ConditionType.RPO_MET)
        .ifPresent(met -> {
          if ("False".equals(met.getStatus()) && was(old, ConditionType.RPO_MET, "True")) {
            news.add(new PolicyNews(EventReason.OBJECTIVE_MISSED, met.getMessage()));
          } else if ("True".equals(met.getStatus()) && was(old, ConditionType.RPO_MET, "False")) {
            news.add(new PolicyNews(EventReason.OBJECTIVE_MET, met.getMessage()));
          }
        });
    return news;
  }

  private static Optional<Condition> changed(
      BackupPolicyStatus old, BackupPolicyStatus next, ConditionType type) {
    Optional<Condition> before = ConditionSet.of(old.conditions()).find(type);
    return ConditionSet.of(next.conditions())
        .find(type)
        .filter(now ->
            before.isEmpty()
                || !Objects.equals(before.get().getStatus(), now.getStatus())
                || !Objects.equals(before.get().getReason(), now.getReason()));
  }

  private static boolean was(BackupPolicyStatus old, ConditionType type, String status) {
    return ConditionSet.of(old.conditions())
        .find(type)
        .filter(before -> status.equals(before.getStatus()))
        .isPresent();
  }
}
