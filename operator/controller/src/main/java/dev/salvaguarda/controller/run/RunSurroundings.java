package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.attempt.RepositoryReadiness;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.Surroundings;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Contender.Standing;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.turn.TurnRule;
import dev.salvaguarda.domain.worker.Readiness;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a run depends on, read out of objects that were found. */
final class RunSurroundings {
  /** All may come in one {@code kubectl apply}, and the first of them is ready first. */
  private static final Duration REPLICAS_MAY_FOLLOW = Duration.ofMinutes(1);

  private RunSurroundings() {}

  /** Of a run that has not ended. */
  static Surroundings of(
      BackupRun run,
      RunPhase phase,
      @Nullable BackupPolicy policy,
      @Nullable BackupRepository repository,
      List<RunReplica> replicas,
      RunCache cache,
      Instant now) {
    Instant until =
        Instant.parse(run.getMetadata().getCreationTimestamp()).plus(REPLICAS_MAY_FOLLOW);
    return new Surroundings(
        presence(policy, phase),
        now.isBefore(until)
            ? withReplicas(readiness(policy, repository), replicas)
            : readiness(policy, repository),
        phase.isWaiting() && policy != null
            ? maintenance(repository, replicas)
                .<Turn>map(work -> new Turn.Behind(1, work))
                .orElseGet(() -> turn(run, policy, cache))
            : new Turn.Free(),
        phase.isActive() && policy != null && isAwaited(run, policy, cache));
  }

  /** Of a run that has ended, for which nothing around it makes a difference. */
  static Surroundings ofEnded() {
    return new Surroundings(PolicyPresence.PRESENT, new Readiness.Ready(), new Turn.Free(), false);
  }

  /** The maintenance of one of its repositories that is at work, in words. */
  private static Optional<String> maintenance(
      @Nullable BackupRepository first, List<RunReplica> replicas) {
    return Stream.concat(
            Stream.ofNullable(first),
            replicas.stream().flatMap(one -> Stream.ofNullable(one.repository())))
        .flatMap(repository -> RepositoryReadiness.maintenance(repository).stream())
        .findFirst();
  }

  private static Turn turn(BackupRun run, BackupPolicy policy, RunCache cache) {
    Set<String> groups = RunSeen.groups(policy);
    String name = policy.getMetadata().getName();
    return TurnRule.of(
        RunLine.contender(run, name, groups, Standing.IN_LINE),
        rivals(run, policy, cache).stream()
            .map(rival -> RunLine.contender(rival, name, groups, RunLine.standing(rival)))
            .toList());
  }

  private static boolean isAwaited(BackupRun run, BackupPolicy policy, RunCache cache) {
    return rivals(run, policy, cache).stream()
        .anyMatch(rival ->
            !rival.getMetadata().getUid().equals(run.getMetadata().getUid())
                && RunLine.isInLine(rival));
  }

  private static List<BackupRun> rivals(BackupRun run, BackupPolicy policy, RunCache cache) {
    return cache.rivals(
        run.getMetadata().getNamespace(), policy.getMetadata().getName(), RunSeen.groups(policy));
  }

  private static PolicyPresence presence(@Nullable BackupPolicy policy, RunPhase phase) {
    if (policy == null) {
      // A run that was in the queue had a policy.
      return phase == RunPhase.PENDING ? PolicyPresence.NOT_FOUND : PolicyPresence.DELETED;
    }
    return policy.getMetadata().getDeletionTimestamp() == null
        ? PolicyPresence.PRESENT
        : PolicyPresence.DELETED;
  }

  /** Only one that nobody has looked at yet is waited for; one that is out of order is not. */
  private static Readiness withReplicas(Readiness first, List<RunReplica> replicas) {
    if (first instanceof Readiness.NotReady) {
      return first;
    }
    return replicas.stream()
        .filter(one -> one.repository() != null && one.repository().getStatus() == null)
        .findFirst()
        .<Readiness>map(one -> RepositoryReadiness.of(one.name(), one.repository()))
        .orElse(first);
  }

  private static Readiness readiness(
      @Nullable BackupPolicy policy, @Nullable BackupRepository repository) {
    String name = policy == null ? "" : policy.getSpec().repositories().getFirst().name();
    return RepositoryReadiness.of(
        repository == null ? name : repository.getMetadata().getName(), repository);
  }
}
