package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that what ended is told: marks it in the very status that says how it ended, and makes
 * the notices in the looks that follow, until they are made or it is too late.
 */
public final class Telling {
  private final TellingApplier applier;

  public Telling(TellingApplier applier) {
    this.applier = applier;
  }

  /**
   * The conditions of a run.
   *
   * @param next its status as it is about to be written
   * @param policy its policy, asked for only if that matters; null if it is gone
   * @param runs at least those of the policy, asked for likewise
   */
  public Told ofRun(
      BackupRun run,
      BackupRunStatus next,
      Supplier<@Nullable BackupPolicy> policy,
      Supplier<? extends Collection<BackupRun>> runs,
      Instant now) {
    boolean ended = run.getStatus() != null && RunOccasion.kind(run.getStatus()).isPresent();
    return of(
        next.conditions(),
        ended,
        RunOccasion.kind(next),
        policy,
        found -> RunOccasion.of(run, next, found, runs.get()),
        now);
  }

  /** The conditions of a restore, of which only tests of a policy's schedule are told. */
  public Told ofRestore(Restore restore, RestoreStatus next, Instant now) {
    Optional<OwnerReference> owner = TestOccasion.owner(restore);
    if (owner.isEmpty()) {
      return Told.nothing(next.conditions());
    }
    boolean ended =
        restore.getStatus() != null && TestOccasion.kind(restore.getStatus()).isPresent();
    return of(
        next.conditions(),
        ended,
        TestOccasion.kind(next),
        () -> applier.policy(restore.getMetadata().getNamespace(), owner.get()).orElse(null),
        found -> TestOccasion.of(restore, next, found),
        now);
  }

  private Told of(
      List<Condition> conditions,
      boolean endedBefore,
      Optional<NotifySpec.Occasion> kind,
      Supplier<@Nullable BackupPolicy> policy,
      OccasionOf occasion,
      Instant now) {
    if (kind.isEmpty() || (endedBefore && !Told.isOpen(conditions))) {
      return Told.nothing(conditions);
    }
    BackupPolicy found;
    try {
      found = policy.get();
    } catch (KubernetesClientException refused) {
      // Whether it is to be told shows in a later look: how it ended is written down now.
      return endedBefore
          ? Told.tried(conditions, TellingApplier.failed(refused), now)
          : Told.marked(conditions, now);
    }
    if (found == null) {
      return Told.tried(
          conditions,
          AskedChannel.unmet(
              ConditionReason.POLICY_NOT_FOUND,
              "There is no policy any more that says who is to be told."),
          now);
    }
    if (!endedBefore) {
      return asked(kind.get(), found).isEmpty()
          ? Told.nothing(conditions)
          : Told.marked(conditions, now);
    }
    return occasion
        .of(found)
        .map(one ->
            Told.tried(conditions, applier.tell(one, found.getSpec().notifications(), now), now))
        .orElseGet(() -> Told.nothing(conditions));
  }

  private static List<String> asked(NotifySpec.Occasion kind, BackupPolicy policy) {
    return AskedChannel.names(kind, policy.getSpec().notifications());
  }

  /** What there is to tell, as its policy knows it. */
  private interface OccasionOf {
    Optional<Occasion> of(BackupPolicy policy);
  }
}
