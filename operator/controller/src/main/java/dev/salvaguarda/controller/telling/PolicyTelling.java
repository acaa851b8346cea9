package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.condition.ConditionSet;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is due of a policy, once, and says in its status which channels tell nobody. What was
 * told stands in the condition {@code Notified} for as long as it is due. That it is due is written
 * there before it is told: whoever sends it asks the status whether it is still so.
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
   * @param channels at least all that the policy names and that exist
   */
  public Told of(
      BackupPolicy policy,
      BackupPolicyStatus next,
      Collection<NotificationChannel> channels,
      Instant now) {
    Map<String, NotificationChannel> known =
        channels.stream().collect(Collectors.toMap(one -> one.getMetadata().getName(), one -> one));
    List<Condition> conditions = withChannels(policy, next.conditions(), known, now);
    Optional<DueOccasion> due =
        DueOccasion.of(policy, next, now)
            .filter(one ->
                !AskedChannel.names(one.occasion().kind(), policy.getSpec().notifications())
                    .isEmpty());
    if (due.isEmpty()) {
      return Told.nothing(without(conditions));
    }
    String told = "Of %s: ".formatted(due.get().key());
    if (find(conditions, told).filter(one -> "True".equals(one.getStatus())).isPresent()) {
      return Told.nothing(conditions);
    }
    boolean isMarked = find(conditionsOf(policy), told).isPresent();
    ConditionFact fact =
        isMarked
            ? applier.tell(due.get().occasion(), policy.getSpec().notifications(), known::get, now)
            : AskedChannel.MARK;
    Told tried =
        Told.tried(
            conditions,
            new ConditionFact(fact.type(), fact.truth(), fact.reason(), told + fact.message()),
            policy.getMetadata().getGeneration(),
            now);
    return isMarked ? tried : new Told(tried.conditions(), now);
  }

  /** Why a channel can't send, in its own words; empty if it does not say that it can't. */
  public static Optional<String> trouble(NotificationChannel channel) {
    return MutedChannels.trouble(channel);
  }

  private static List<Condition> withChannels(
      BackupPolicy policy,
      List<Condition> conditions,
      Map<String, NotificationChannel> known,
      Instant now) {
    Optional<Condition> ready = ConditionSet.of(conditions).find(ConditionType.READY);
    Optional<MutedChannels> muted = MutedChannels.of(policy.getSpec().notifications(), known);
    if (muted.isEmpty() || ready.isEmpty()) {
      return conditions;
    }
    Condition told =
        Objects.equals(ready.get().getStatus(), "True")
            ? notReady(policy, muted.get(), now)
            : besides(ready.get(), muted.get().words());
    return conditions.stream()
        .map(one -> one.getType().equals(told.getType()) ? told : one)
        .toList();
  }

  private static Condition notReady(BackupPolicy policy, MutedChannels muted, Instant now) {
    // From what was written last, so that the time of the change stays.
    return ConditionSet.of(conditionsOf(policy))
        .with(muted.fact(), policy.getMetadata().getGeneration(), now)
        .find(ConditionType.READY)
        .orElseThrow();
  }

  /** What keeps runs from going on comes first, and hides nothing. */
  private static Condition besides(Condition ready, String words) {
    return ready.getMessage().endsWith(words)
        ? ready
        : new ConditionBuilder(ready).withMessage(ready.getMessage() + " " + words).build();
  }

  private static @Nullable List<Condition> conditionsOf(BackupPolicy policy) {
    return policy.getStatus() == null ? null : policy.getStatus().conditions();
  }

  /** What is said of something that is due, if it is. */
  private static Optional<Condition> find(@Nullable List<Condition> conditions, String words) {
    return ConditionSet.of(conditions)
        .find(ConditionType.NOTIFIED)
        .filter(told -> told.getMessage().startsWith(words));
  }

  private static List<Condition> without(List<Condition> conditions) {
    String type = ConditionType.NOTIFIED.wireName();
    return conditions.stream().filter(one -> !type.equals(one.getType())).toList();
  }
}
