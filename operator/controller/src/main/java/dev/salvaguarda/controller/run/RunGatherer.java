package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.RunTemplate;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.Answers;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunPhase;
import dev.salvaguarda.domain.run.RunSelf;
import dev.salvaguarda.domain.run.Surroundings;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.Surroundings.Readiness;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import dev.salvaguarda.domain.run.WorkerFact;
import dev.salvaguarda.domain.workorder.WorkerLine;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a run may look at. */
public final class RunGatherer {
  private final KubernetesClient client;
  private final WorkerGatherer workers;
  private final TurnGatherer turns;
  private final ProgressReader progress;
  private final RunLimits limits;

  public RunGatherer(KubernetesClient client, ProgressReader progress, RunLimits limits) {
    this.client = client;
    this.workers = new WorkerGatherer(client);
    this.turns = new TurnGatherer(client);
    this.progress = progress;
    this.limits = limits;
  }

  /**
   * Looks once. What the watches know may be older than our own last write, so whatever is not
   * final is read from the API server.
   *
   * @return empty if the run is gone
   */
  Optional<RunSeen> gather(BackupRun known, Neighbours neighbours, Instant now) {
    if (RunRecollection.of(known.getStatus()).phase().isTerminal()) {
      return Optional.of(ended(known, neighbours));
    }
    String namespace = known.getMetadata().getNamespace();
    BackupRun run =
        client
            .resources(BackupRun.class)
            .inNamespace(namespace)
            .withName(known.getMetadata().getName())
            .get();
    if (run == null || !run.getMetadata().getUid().equals(known.getMetadata().getUid())) {
      return Optional.empty();
    }
    return Optional.of(going(run, neighbours, now));
  }

  private RunSeen ended(BackupRun run, Neighbours neighbours) {
    RunMemory memory = RunRecollection.of(run.getStatus());
    WorkerGatherer.Seen worker = workers.newestOf(neighbours.jobs(), run.getMetadata().getUid());
    Surroundings around =
        new Surroundings(
            outlivesPolicy(run, neighbours) ? PolicyPresence.DELETED : PolicyPresence.PRESENT,
            new Readiness.Ready(),
            new Turn.Free());
    RunFacts facts = new RunFacts(self(run), memory, around, worker.fact(), Answers.none(), limits);
    return new RunSeen(
        run,
        null,
        null,
        facts,
        worker.job(),
        worker.pod(),
        neighbours.jobs(),
        null,
        Map.of(),
        null,
        List.of());
  }

  /** Whether the run had a policy, which is gone; a run that never had one says so for a while. */
  private boolean outlivesPolicy(BackupRun run, Neighbours neighbours) {
    String namespace = run.getMetadata().getNamespace();
    String policy = run.getSpec().policyRef().name();
    return neighbours.policy(namespace, policy).isEmpty()
        && !ConditionReason.POLICY_NOT_FOUND.wireName().equals(run.getStatus().reason())
        && policy(run) == null;
  }

  private RunSeen going(BackupRun run, Neighbours neighbours, Instant now) {
    RunMemory memory = RunRecollection.of(run.getStatus());
    BackupPolicy policy = policy(run);
    WorkerGatherer.Seen worker = workers.gather(run, memory, now);
    BackupRepository repository = repository(run, policy, worker);
    Lease lease = policy == null ? null : turns.lease(run, policy);
    Turn turn =
        memory.phase().isWaiting() && policy != null
            ? turns.turn(run, policy, memory, neighbours, lease)
            : new Turn.Free();
    Surroundings around =
        new Surroundings(presence(policy, memory.phase()), readiness(policy, repository), turn);
    RunFacts facts =
        new RunFacts(self(run), memory, around, worker.fact(), Answers.none(), limitsOf(policy));
    return new RunSeen(
        run,
        policy,
        repository,
        facts,
        worker.job(),
        worker.pod(),
        neighbours.jobs(),
        lease,
        turn instanceof Turn.Mine || memory.attempt() > 0
            ? PreviousCopies.of(run, neighbours.runs(run.getMetadata().getNamespace()))
            : Map.of(),
        progress(worker),
        List.of());
  }

  private static RunSelf self(BackupRun run) {
    var meta = run.getMetadata();
    var missed = run.getSpec().trigger().missed();
    String record =
        missed == null
            ? null
            : missed.count() == 1
                ? "A run was due at %s and was not started in time.".formatted(missed.last())
                : "%d runs were due from %s to %s and were not started in time."
                    .formatted(missed.count(), missed.first(), missed.last());
    return new RunSelf(
        meta.getName(),
        meta.getUid(),
        run.getSpec().policyRef().name(),
        Instant.parse(meta.getCreationTimestamp()),
        Boolean.TRUE.equals(run.getSpec().cancel()),
        record,
        run.getSpec().targets());
  }

  private @Nullable BackupPolicy policy(BackupRun run) {
    return client
        .resources(BackupPolicy.class)
        .inNamespace(run.getMetadata().getNamespace())
        .withName(run.getSpec().policyRef().name())
        .get();
  }

  private @Nullable BackupRepository repository(
      BackupRun run, @Nullable BackupPolicy policy, WorkerGatherer.Seen worker) {
    String name =
        worker
            .repository()
            .or(() ->
                Optional.ofNullable(policy)
                    .map(found -> found.getSpec().repositories().getFirst().name()))
            .orElse(null);
    return name == null
        ? null
        : client
            .resources(BackupRepository.class)
            .inNamespace(run.getMetadata().getNamespace())
            .withName(name)
            .get();
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

  private static Readiness readiness(
      @Nullable BackupPolicy policy, @Nullable BackupRepository repository) {
    if (repository == null) {
      String name = policy == null ? "" : policy.getSpec().repositories().getFirst().name();
      return new Readiness.NotReady("There is no repository %s.".formatted(name));
    }
    String name = repository.getMetadata().getName();
    Optional<Condition> ready =
        Optional.ofNullable(repository.getStatus())
            .flatMap(status -> ConditionSet.of(status.conditions()).find(ConditionType.READY));
    if (ready.isEmpty()) {
      return new Readiness.NotReady("Repository %s was not probed yet.".formatted(name));
    }
    return "True".equals(ready.get().getStatus())
        ? new Readiness.Ready()
        : new Readiness.NotReady(
            "Repository %s is not ready: %s".formatted(name, ready.get().getMessage()));
  }

  private RunLimits limitsOf(@Nullable BackupPolicy policy) {
    RunTemplate template = policy == null ? null : policy.getSpec().runTemplate();
    return template == null
        ? limits
        : DurationText.parse(template.activeDeadline()).map(limits::withActive).orElse(limits);
  }

  private @Nullable WorkerLine progress(WorkerGatherer.Seen worker) {
    Pod pod = worker.pod();
    if (pod == null || !(worker.fact() instanceof WorkerFact.Present present)) {
      return null;
    }
    String namespace = pod.getMetadata().getNamespace();
    String name = pod.getMetadata().getName();
    if (present.isOver()) {
      progress.forget(namespace, name);
      return null;
    }
    return present.pod() instanceof WorkerFact.PodFact.Running
        ? progress.observe(namespace, name).orElse(null)
        : null;
  }
}
