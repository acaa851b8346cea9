package dev.salvaguarda.controller.retention;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicySpec;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.api.policy.ScheduleSpec;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.FirstCopy;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.NextPass;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.schedule.Jitter;
import dev.salvaguarda.domain.schedule.ZoneNames;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes the orders for a maintenance pass. */
public final class RetentionOrders {
  private RetentionOrders() {}

  /**
   * One order for each policy that writes into the repository and says what stays. A policy that
   * says nothing, can't be read, or is being deleted has none, and its snapshots stay. Nobody has
   * one while more is damaged in the repository than statuses have room to name.
   *
   * @param known to be damaged at the repository's place
   * @param policies at least all of the repository's namespace
   * @param runs at least all of these policies
   * @param restores at least all of the namespace
   * @param now the instant for which is decided
   * @param nextPass when the next pass is due; null if none is
   */
  public static List<RetentionOrder> of(
      BackupRepository repository,
      KnownDamage known,
      Collection<BackupPolicy> policies,
      Collection<BackupRun> runs,
      Collection<Restore> restores,
      Instant now,
      @Nullable Instant nextPass) {
    String namespace = repository.getMetadata().getNamespace();
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    if (!known.whole()) {
      // Which of the others are whole is not known, and what is removed does not come back.
      return List.of();
    }
    Set<String> damaged = damaged(repository, known, policies, runs);
    return policies.stream()
        .filter(policy -> namespace.equals(policy.getMetadata().getNamespace()))
        .filter(policy -> policy.getMetadata().getDeletionTimestamp() == null)
        .filter(policy -> writesInto(policy, repository))
        .flatMap(policy ->
            order(policy, repository, runs, restores, damaged, second).stream()
                .map(order -> withNext(order, policy, runs, restores, damaged, nextPass)))
        .toList();
  }

  /** Also what only its run still knows of, since the policy that found it is gone. */
  private static Set<String> damaged(
      BackupRepository repository,
      KnownDamage known,
      Collection<BackupPolicy> policies,
      Collection<BackupRun> runs) {
    Set<String> ids = new HashSet<>(known.ids());
    String name = repository.getMetadata().getName();
    Set<String> readers =
        policies.stream()
            .filter(policy -> policy.getSpec().repositories().getFirst().name().equals(name))
            .map(policy -> policy.getMetadata().getName())
            .collect(Collectors.toSet());
    runs.stream()
        .filter(run -> run.getStatus() != null && FirstCopy.damage(run.getStatus()).isPresent())
        .filter(run -> readers.contains(run.getSpec().policyRef().name()))
        .map(RetentionOrders::snapshots)
        .filter(own -> own.stream().noneMatch(ids::contains))
        .toList()
        .forEach(ids::addAll);
    return ids;
  }

  private static List<String> snapshots(BackupRun run) {
    return run.getStatus().targets().stream()
        .flatMap(target -> Stream.ofNullable(target.snapshotId()))
        .toList();
  }

  private static boolean writesInto(BackupPolicy policy, BackupRepository repository) {
    return policy.getSpec().repositories().stream()
        .anyMatch(ref -> ref.name().equals(repository.getMetadata().getName()));
  }

  private static Optional<RetentionOrder> order(
      BackupPolicy policy,
      BackupRepository repository,
      Collection<BackupRun> runs,
      Collection<Restore> restores,
      Set<String> damaged,
      Instant now) {
    Optional<RetentionRules> rules = RetentionReading.rules(policy.getSpec().retention());
    Optional<ZoneId> zone = ZoneNames.find(policy.getSpec().timeZone());
    if (rules.isEmpty() || zone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new RetentionOrder(
            policy.getMetadata().getNamespace(),
            policy.getMetadata().getName(),
            now,
            new RetentionTerms(
                rules.get(),
                zone.get(),
                ClusterFloors.of(policy, runs, restores, damaged, now),
                limit(policy, repository, rules.get(), now)),
            null));
  }

  private static RetentionOrder withNext(
      RetentionOrder order,
      BackupPolicy policy,
      Collection<BackupRun> runs,
      Collection<Restore> restores,
      Set<String> damaged,
      @Nullable Instant nextPass) {
    if (nextPass == null) {
      return order;
    }
    Set<String> released = new HashSet<>(order.terms().floors().held().keySet());
    released.removeAll(ClusterFloors.of(policy, runs, restores, damaged, nextPass).held().keySet());
    return order.before(
        new NextPass(
            nextPass,
            crons(policy.getSpec()),
            delay(policy),
            released,
            ClusterFloors.superseded(policy, runs, damaged)));
  }

  private static List<String> crons(BackupPolicySpec spec) {
    return spec.suspend() ? List.of() : spec.schedules().stream().map(ScheduleSpec::cron).toList();
  }

  private static Duration delay(BackupPolicy policy) {
    return Jitter.of(
        policy.getMetadata().getUid(),
        Optional.ofNullable(policy.getSpec().jitter())
            .flatMap(DurationText::parse)
            .filter(Duration::isPositive)
            .orElse(Duration.ZERO));
  }

  private static RemovalLimit limit(
      BackupPolicy policy, BackupRepository repository, RetentionRules rules, Instant now) {
    Optional<RetentionStatus> known =
        Optional.ofNullable(policy.getStatus()).map(BackupPolicyStatus::retention).stream()
            .flatMap(List::stream)
            .filter(one -> one.repository().equals(repository.getMetadata().getName()))
            .findFirst();
    return new RemovalLimit(
        known.map(entry -> left(entry, repository, now)).orElse(null),
        known.flatMap(RetentionOrders::announcement).orElse(null),
        RetentionReading.confirmed(policy).equals(rules.text()));
  }

  /** An attempt must not take what an earlier one of its pass left for all that its pass had. */
  private static @Nullable Integer left(
      RetentionStatus known, BackupRepository repository, Instant now) {
    Instant dueAt =
        repository.getStatus() == null || repository.getStatus().maintenance() == null
            ? null
            : repository.getStatus().maintenance().dueTime();
    boolean samePass = dueAt != null && known.isDecidedWithin(dueAt, now);
    return known.snapshots() == null || known.removed() == null || !samePass
        ? known.snapshots()
        : Integer.valueOf(known.snapshots() + known.removed());
  }

  private static Optional<Announcement> announcement(RetentionStatus known) {
    return known.announcedAt() == null || known.announcedTerms() == null
        ? Optional.empty()
        : Optional.of(new Announcement(known.announcedAt(), known.announcedTerms()));
  }
}
