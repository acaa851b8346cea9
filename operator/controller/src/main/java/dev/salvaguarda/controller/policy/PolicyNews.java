package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.VerificationStatus.AwaitingSignOff;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.event.EventReason;
import dev.salvaguarda.domain.failure.FailureReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
            if (!isToldByRun(ready)) {
              news.add(new PolicyNews(EventReason.POLICY_NOT_READY, ready.getMessage()));
            }
          } else if ("True".equals(ready.getStatus())
              && was(old, ConditionType.READY, "False")
              && !find(old, ConditionType.READY).filter(PolicyNews::isToldByRun).isPresent()) {
            news.add(new PolicyNews(EventReason.POLICY_READY, ready.getMessage()));
          }
        });
    turned(
            old,
            next,
            ConditionType.RPO_MET,
            EventReason.OBJECTIVE_MET,
            EventReason.OBJECTIVE_MISSED)
        .ifPresent(news::add);
    verification(old, next).ifPresent(news::add);
    turned(
            old,
            next,
            ConditionType.RTO_MET,
            EventReason.OBJECTIVE_MET,
            EventReason.OBJECTIVE_MISSED)
        .ifPresent(news::add);
    awaitingSignOff(old, next).ifPresent(news::add);
    find(next, ConditionType.RETENTION_HELD_BACK)
        .filter(held -> isNews(old, next, held))
        .ifPresent(
            held -> news.add(new PolicyNews(EventReason.RETENTION_HELD_BACK, held.getMessage())));
    return news;
  }

  private static boolean isNews(BackupPolicyStatus old, BackupPolicyStatus next, Condition held) {
    return isFor(ConditionReason.REMOVAL_BEYOND_LIMIT, held)
        ? !isTold(old, held)
        : isFor(ConditionReason.DAMAGE_NOT_NAMED, held)
            && changed(old, next, ConditionType.RETENTION_HELD_BACK).isPresent();
  }

  private static boolean isFor(ConditionReason reason, Condition condition) {
    return reason.wireName().equals(condition.getReason());
  }

  /** Each part that goes is announced by itself: the message says when. */
  private static boolean isTold(BackupPolicyStatus old, Condition held) {
    return find(old, ConditionType.RETENTION_HELD_BACK)
        .filter(before -> held.getMessage().equals(before.getMessage()))
        .isPresent();
  }

  /** A condition that was True or False and is the other now. */
  private static Optional<PolicyNews> turned(
      BackupPolicyStatus old,
      BackupPolicyStatus next,
      ConditionType type,
      EventReason good,
      EventReason bad) {
    return changed(old, next, type)
        .flatMap(now ->
            "False".equals(now.getStatus()) && was(old, type, "True")
                ? Optional.of(new PolicyNews(bad, now.getMessage()))
                : "True".equals(now.getStatus()) && was(old, type, "False")
                    ? Optional.of(new PolicyNews(good, now.getMessage()))
                    : Optional.empty());
  }

  /** The first test that passes is news, and so is every other way in which the copies turn bad. */
  private static Optional<PolicyNews> verification(
      BackupPolicyStatus old, BackupPolicyStatus next) {
    return changed(old, next, ConditionType.VERIFIED)
        .flatMap(now ->
            "False".equals(now.getStatus())
                ? Optional.of(new PolicyNews(EventReason.NOT_VERIFIED, now.getMessage()))
                : "True".equals(now.getStatus()) && !was(old, ConditionType.VERIFIED, "True")
                    ? Optional.of(new PolicyNews(EventReason.VERIFIED, now.getMessage()))
                    : Optional.empty());
  }

  private static Optional<PolicyNews> awaitingSignOff(
      BackupPolicyStatus old, BackupPolicyStatus next) {
    AwaitingSignOff now = awaiting(next);
    return now == null || now.equals(awaiting(old))
        ? Optional.empty()
        : Optional.of(
            new PolicyNews(
                EventReason.TEST_AWAITS_SIGN_OFF,
                "%s passed and is awaiting sign-off since %s."
                    .formatted(now.restore(), now.since())));
  }

  private static @Nullable AwaitingSignOff awaiting(BackupPolicyStatus status) {
    return status.verification() == null ? null : status.verification().awaitingSignOff();
  }

  /** The run whose pod does not start has Events of its own about it. */
  private static boolean isToldByRun(Condition ready) {
    return FailureReason.WORKER_NOT_STARTED.wireName().equals(ready.getReason());
  }

  private static Optional<Condition> find(BackupPolicyStatus status, ConditionType type) {
    return ConditionSet.of(status.conditions()).find(type);
  }

  private static Optional<Condition> changed(
      BackupPolicyStatus old, BackupPolicyStatus next, ConditionType type) {
    Optional<Condition> before = find(old, type);
    return find(next, type)
        .filter(now ->
            before.isEmpty()
                || !Objects.equals(before.get().getStatus(), now.getStatus())
                || !Objects.equals(before.get().getReason(), now.getReason()));
  }

  private static boolean was(BackupPolicyStatus old, ConditionType type, String status) {
    return find(old, type).filter(before -> status.equals(before.getStatus())).isPresent();
  }
}
