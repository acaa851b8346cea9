package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.hook.HookCalls;
import dev.salvaguarda.controller.hook.HookRecord;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunOwner;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.source.HostPathRule;
import dev.salvaguarda.controller.source.WantedTargets;
import dev.salvaguarda.controller.worker.LogTail;
import dev.salvaguarda.controller.worker.ProgressReader;
import dev.salvaguarda.controller.worker.WorkerGatherer;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.run.Answers;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ConfirmReplica;
import dev.salvaguarda.domain.run.RunDecision.ConfirmSnapshots;
import dev.salvaguarda.domain.run.RunDecision.FindSnapshots;
import dev.salvaguarda.domain.run.RunDecision.ReadLog;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.RunSelf;
import dev.salvaguarda.domain.run.Surroundings;
import dev.salvaguarda.domain.workorder.CopyResult;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads all that a decision about a run may look at; from the watches' caches wherever it may. */
public final class RunGatherer {
  private final KubernetesClient client;
  private final WorkerGatherer workers;
  private final ProofGatherer proofs;
  private final ProgressReader progress;
  private final RunLimits limits;
  private final HostPathRule hostPaths;
  private final HookCalls hooks;

  public RunGatherer(
      KubernetesClient client,
      ProofGatherer proofs,
      ProgressReader progress,
      RunLimits limits,
      HostPathRule hostPaths,
      HookCalls hooks) {
    this.client = client;
    this.workers = new WorkerGatherer(client);
    this.proofs = proofs;
    this.progress = progress;
    this.limits = limits;
    this.hostPaths = hostPaths;
    this.hooks = hooks;
  }

  /** The run as the API server has it; empty if it is gone. */
  Optional<BackupRun> read(BackupRun known) {
    var meta = known.getMetadata();
    return Optional.ofNullable(
            client
                .resources(BackupRun.class)
                .inNamespace(meta.getNamespace())
                .withName(meta.getName())
                .get())
        .filter(found -> found.getMetadata().getUid().equals(meta.getUid()));
  }

  /** Looks once. */
  RunSeen gather(BackupRun run, RunCache cache, Instant now) {
    return RunCache.isOpen(run) ? going(run, cache, now) : ended(run, cache);
  }

  /** What was seen, and the answer to the question. */
  RunSeen answer(RunSeen seen, RunDecision.Question question) {
    Answers answers = seen.facts().answers();
    return switch (question) {
      case ReadLog(String pod) -> {
        LogTail tail = proofs.log(seen.namespace(), pod);
        LogAnswer answer =
            tail.result(CopyResult.class)
                .<LogAnswer>map(LogAnswer.Whole::new)
                .orElseGet(LogAnswer.Nothing::new);
        yield seen.withFacts(seen.facts().withAnswers(answers.with(answer)))
            .withLogTail(tail.forPeople());
      }
      case ConfirmSnapshots(Set<String> ids) ->
          seen.withFacts(
              seen.facts().withAnswers(answers.with(proofs.confirm(seen.repository(), ids))));
      case FindSnapshots _ ->
          seen.withFacts(
              seen.facts()
                  .withAnswers(
                      answers.with(proofs.find(seen.repository(), seen.uid(), since(seen)))));
      case ConfirmReplica(String name) ->
          seen.withFacts(
              seen.facts()
                  .withAnswers(
                      answers.with(
                          name, proofs.findCopies(seen.replica(name), seen.uid(), since(seen)))));
      case ClaimTurn _ -> throw new IllegalArgumentException("a turn is taken, not read");
    };
  }

  private static Instant since(RunSeen seen) {
    return Objects.requireNonNullElse(
        seen.facts().memory().attempts().startedAt(), seen.facts().self().createdAt());
  }

  /** With the end of the log where an attempt failed, while there still is a pod to ask. */
  RunSeen withLog(RunSeen seen) {
    String pod = seen.worker().podName();
    return pod != null && seen.worker().hasLog() && seen.logTail().isEmpty()
        ? seen.withLogTail(proofs.log(seen.namespace(), pod).forPeople())
        : seen;
  }

  private RunSeen ended(BackupRun run, RunCache cache) {
    RunMemory memory = StatusMemory.of(run.getStatus());
    WorkerSeen worker = workers.leftOf(run, cache.workers());
    Surroundings around = RunSurroundings.ofEnded();
    return new RunSeen(
        run,
        null,
        null,
        List.of(),
        new RunFacts(
            self(run, null, null), memory, around, worker.fact(), null, Answers.none(), limits),
        worker,
        null,
        List.of());
  }

  private RunSeen going(BackupRun run, RunCache cache, Instant now) {
    RunMemory memory = StatusMemory.of(run.getStatus());
    BackupPolicy policy = policy(run, cache);
    WorkerSeen worker = workers.gather(run, cache.workers(), memory.attempts(), now);
    BackupRepository repository = repository(run, policy, worker, cache);
    List<RunReplica> replicas = replicas(run, policy, worker, cache);
    Surroundings around =
        RunSurroundings.of(run, memory.phase(), policy, repository, replicas, cache, now);
    CopyResult reported =
        WorkerJson.result(worker.report(), CopyResult.class)
            .map(result -> worker.sourceRanOutOfMemory() ? withCauseOfDeath(result) : result)
            .orElse(null);
    return new RunSeen(
        run,
        policy,
        repository,
        replicas,
        new RunFacts(
            self(run, policy, policy == null ? null : refused(run, memory, policy, repository)),
            memory,
            around,
            worker.fact(),
            reported,
            Answers.none(),
            limitsOf(policy),
            hooks(run, memory, policy)),
        worker,
        progress.of(worker).orElse(null),
        List.of());
  }

  private HookFacts hooks(BackupRun run, RunMemory memory, @Nullable BackupPolicy policy) {
    return new HookFacts(
        policy == null ? List.of() : HookRecord.calls(HookRecord.frozen(policy.getSpec().hooks())),
        hooks.current(run.getMetadata().getUid(), memory.hooks()));
  }

  /** A worker hears only that the program beside it is gone, not why. */
  private static CopyResult withCauseOfDeath(CopyResult result) {
    return result.explained(
        Set.of(FailureReason.SOURCE_LOST, FailureReason.DUMP_FAILED),
        new Failure(
            FailureReason.SOURCE_OUT_OF_MEMORY,
            "The container of the source was killed at its limit of memory; raise source.command.resources.limits.memory."));
  }

  private static RunSelf self(
      BackupRun run, @Nullable BackupPolicy policy, @Nullable Failure refused) {
    var meta = run.getMetadata();
    var missed = run.getSpec().trigger().missed();
    return new RunSelf(
        meta.getName(),
        meta.getUid(),
        run.getSpec().policyRef().name(),
        Instant.parse(meta.getCreationTimestamp()),
        Boolean.TRUE.equals(run.getSpec().cancel()) || meta.getDeletionTimestamp() != null,
        missed == null ? null : MissedSentence.of(missed, policy),
        run.getSpec().targets(),
        refused);
  }

  private @Nullable Failure refused(
      BackupRun run, RunMemory memory, BackupPolicy policy, @Nullable BackupRepository repository) {
    // Before the first attempt it may still be on its way.
    if (repository == null && memory.phase().isActive()) {
      return new Failure(
          FailureReason.REPOSITORY_UNREACHABLE,
          "The BackupRepository %s was deleted while the run was under way."
              .formatted(policy.getSpec().repositories().getFirst().name()));
    }
    return hostPaths
        .obstacle(policy.getSpec())
        .or(() ->
            WantedTargets.obstacle(
                    policy.getMetadata().getName(), policy.getSpec(), run.getSpec().targets())
                .map(why -> new Failure(FailureReason.NOT_IN_POLICY, why)))
        .orElse(null);
  }

  /** That a policy is gone ends runs, so it is not believed of a watch alone. */
  @Nullable BackupPolicy policy(BackupRun run, RunCache cache) {
    String namespace = run.getMetadata().getNamespace();
    String name = run.getSpec().policyRef().name();
    return cache
        .policy(namespace, name)
        .filter(policy -> RunOwner.isOf(run, policy))
        .or(() ->
            Optional.ofNullable(
                    client
                        .resources(BackupPolicy.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get())
                .filter(policy -> RunOwner.isOf(run, policy)))
        .orElse(null);
  }

  private static @Nullable BackupRepository repository(
      BackupRun run, @Nullable BackupPolicy policy, WorkerSeen worker, RunCache cache) {
    return worker
        .annotation(WorkerLabels.REPOSITORY_ANNOTATION)
        .or(() ->
            Optional.ofNullable(policy)
                .map(found -> found.getSpec().repositories().getFirst().name()))
        .flatMap(name -> cache.repository(run.getMetadata().getNamespace(), name))
        .orElse(null);
  }

  private static List<RunReplica> replicas(
      BackupRun run, @Nullable BackupPolicy policy, WorkerSeen worker, RunCache cache) {
    List<String> names =
        worker
            .annotation(WorkerLabels.REPLICAS_ANNOTATION)
            .map(told -> List.of(told.split(",")))
            .orElseGet(() ->
                policy == null
                    ? List.of()
                    : policy.getSpec().repositories().stream()
                        .skip(1)
                        .map(LocalRef::name)
                        .toList());
    String namespace = run.getMetadata().getNamespace();
    return IntStream.range(0, names.size())
        .mapToObj(i -> {
          Optional<BackupRepository> found = cache.repository(namespace, names.get(i));
          return new RunReplica(
              names.get(i),
              i + 2,
              found.orElse(null),
              found.map(cache::damage).orElse(KnownDamage.NONE));
        })
        .toList();
  }

  private RunLimits limitsOf(@Nullable BackupPolicy policy) {
    RunTemplate template = policy == null ? null : policy.getSpec().runTemplate();
    return template == null
        ? limits
        : DurationText.parse(template.activeDeadline()).map(limits::withActive).orElse(limits);
  }
}
