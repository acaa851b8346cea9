package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.controller.telling.Told;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.workorder.WorkerLine;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a run in one look: the objects, and the facts that a decision is made of.
 *
 * @param run as it is known
 * @param policy null if there is none, or if it does not matter any more
 * @param repository null likewise
 * @param replicas the further repositories that the run writes to
 * @param facts what the domain decides on
 * @param worker the newest attempt's
 * @param progress what the worker said last; null if nothing
 * @param logTail the end of its log, for people; empty unless it was read
 */
record RunSeen(
    BackupRun run,
    @Nullable BackupPolicy policy,
    @Nullable BackupRepository repository,
    List<RunReplica> replicas,
    RunFacts facts,
    WorkerSeen worker,
    @Nullable WorkerLine progress,
    List<String> logTail) {
  RunSeen {
    replicas = List.copyOf(replicas);
    logTail = List.copyOf(logTail);
  }

  RunSeen withFacts(RunFacts other) {
    return new RunSeen(run, policy, repository, replicas, other, worker, progress, logTail);
  }

  RunSeen withLogTail(List<String> lines) {
    return new RunSeen(run, policy, repository, replicas, facts, worker, progress, lines);
  }

  /** The further repository of this name; null if it is gone. */
  @Nullable BackupRepository replica(String name) {
    return replicas.stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .map(RunReplica::repository)
        .orElse(null);
  }

  String namespace() {
    return run.getMetadata().getNamespace();
  }

  String name() {
    return run.getMetadata().getName();
  }

  String uid() {
    return run.getMetadata().getUid();
  }

  /** In each of which the run must not overlap with others. */
  Set<String> groups() {
    return RunSeen.groups(Objects.requireNonNull(policy, "a run's group is its policy's"));
  }

  static Set<String> groups(BackupPolicy policy) {
    return SourceWorkload.of(policy.getMetadata().getName(), policy.getSpec()).groups();
  }

  /**
   * Whether a run that ended can be left alone: no worker of it is there any more, none can come,
   * and whoever asked has been told.
   */
  boolean canBeSettled(Instant now) {
    Instant end = Objects.requireNonNullElse(facts.memory().endedAt(), facts.self().createdAt());
    boolean told = run.getStatus() == null || !Told.isOpen(run.getStatus().conditions());
    return told
        && !(worker.fact() instanceof WorkerFact.Present)
        && !now.isBefore(end.plus(facts.limits().worker().keep()));
  }

  AttemptOwner owner() {
    return new AttemptOwner(
        run,
        repository,
        replicas.stream().flatMap(one -> Stream.ofNullable(one.repository())).toList(),
        worker,
        podName());
  }

  /** Name of the newest pod, even if it is gone; null if there never was one. */
  @Nullable String podName() {
    if (worker.pod() != null) {
      return worker.podName();
    }
    return run.getStatus() == null || run.getStatus().worker() == null
        ? null
        : run.getStatus().worker().pod();
  }
}
