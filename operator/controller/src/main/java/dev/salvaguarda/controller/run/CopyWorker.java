package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.policy.GuardsSpec;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.worker.RunTemplate;
import dev.salvaguarda.controller.attempt.AttemptOwner;
import dev.salvaguarda.controller.attempt.RepositoryWorkload;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.source.SourceWorkload;
import dev.salvaguarda.controller.worker.manifest.Mount;
import dev.salvaguarda.controller.worker.manifest.ScratchSpace;
import dev.salvaguarda.controller.worker.manifest.WorkerJson;
import dev.salvaguarda.controller.worker.manifest.WorkerLabels;
import dev.salvaguarda.controller.worker.manifest.WorkerSpec;
import dev.salvaguarda.controller.worker.manifest.WorkerUser;
import dev.salvaguarda.domain.name.LabelValue;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.Replication;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The worker that copies a policy's source for a run.
 *
 * @param run that is tried
 * @param policy that it executes
 * @param repository that it writes to
 * @param replicas that get the same snapshots afterwards
 * @param attempt counted from 1
 * @param targets names of the targets to copy; empty means all that the source has
 * @param previous what earlier runs left
 * @param adoptOrphans whether an attempt before this one may have left packs behind
 * @param damage known at the repository's place
 * @param secondsLeft until all attempts of the run must be over
 */
public record CopyWorker(
    BackupRun run,
    BackupPolicy policy,
    BackupRepository repository,
    List<RunReplica> replicas,
    int attempt,
    List<String> targets,
    PreviousCopies previous,
    boolean adoptOrphans,
    KnownDamage damage,
    long secondsLeft) {
  public CopyWorker {
    replicas = List.copyOf(replicas);
    targets = List.copyOf(targets);
  }

  /** The worker of this attempt, told what earlier attempts and runs left to do and to look at. */
  static CopyWorker of(RunSeen seen, AttemptMemory known, RunCache cache, Instant now) {
    BackupPolicy policy = Objects.requireNonNull(seen.policy(), "an attempt needs its policy");
    BackupRepository repository =
        Objects.requireNonNull(seen.repository(), "an attempt needs its repository");
    List<BackupRun> runs = cache.runsOf(seen.namespace(), policy.getMetadata().getName());
    return new CopyWorker(
        seen.run(),
        policy,
        repository,
        seen.replicas(),
        known.attempt(),
        seen.facts().memory().ledger().toCopy(seen.facts().self().targets()),
        PreviousCopies.before(seen.run(), runs, lastGood(policy)),
        known.attempt() > 1 || PreviousCopies.mayHaveLeftOrphans(runs),
        cache.damage(repository),
        Duration.between(now, Objects.requireNonNull(known.deadline())).toSeconds());
  }

  /** What the cluster needs to start it. */
  public WorkerSpec spec() {
    SourceWorkload source = source();
    String runName = run.getMetadata().getName();
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put(ApiGroup.POLICY_LABEL, LabelValue.of(policy.getMetadata().getName()));
    labels.put(ApiGroup.RUN_LABEL, LabelValue.of(runName));
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(ApiGroup.RUN_LABEL, runName);
    annotations.put(WorkerLabels.REPOSITORY_ANNOTATION, repository.getMetadata().getName());
    if (!replicas.isEmpty()) {
      annotations.put(
          WorkerLabels.REPLICAS_ANNOTATION,
          replicas.stream().map(RunReplica::name).collect(Collectors.joining(",")));
    }
    List<Mount> mounts = new ArrayList<>(RepositoryWorkload.of(repository).mounts());
    replicas.forEach(replica -> mounts.addAll(replica.mounts()));
    mounts.addAll(source.mounts());
    return new WorkerSpec(
            run.getMetadata().getNamespace(),
            AttemptOwner.reference(run),
            attempt,
            labels,
            annotations,
            secondsLeft,
            policy.getSpec().runTemplate(),
            WorkerUser.of(policy.getSpec().runTemplate()),
            ScratchSpace.usual(),
            mounts,
            WorkerJson.of(order(source)))
        .withSource(source.container());
  }

  private WorkOrder order(SourceWorkload source) {
    var meta = run.getMetadata();
    RunTemplate template = policy.getSpec().runTemplate();
    return WorkOrder.of(
        new WorkIdentity(
            run.getKind(), meta.getNamespace(), meta.getName(), meta.getUid(), attempt),
        new CopyTask(
            policy.getMetadata().getName(),
            source.order(),
            targets,
            previous.ids(),
            previous.spans(),
            RepositoryWorkload.of(repository).access(),
            replication(),
            adoptOrphans,
            damage.packs(),
            !damage.namesAllPacks(),
            guards(policy.getSpec().guards()),
            template == null ? 0 : bytes(template.bandwidth())));
  }

  private @Nullable Replication replication() {
    return replicas.isEmpty()
        ? null
        : new Replication(
            replicas.stream().map(one -> one.order(previous.caughtUp().get(one.name()))).toList(),
            Math.max(0, secondsLeft));
  }

  private static @Nullable LastSuccessfulRun lastGood(BackupPolicy policy) {
    return policy.getStatus() == null ? null : policy.getStatus().lastSuccessfulRun();
  }

  private SourceWorkload source() {
    return SourceWorkload.of(policy.getMetadata().getName(), policy.getSpec());
  }

  private static Guards guards(@Nullable GuardsSpec guards) {
    return guards == null
        ? Guards.none()
        : new Guards(
            bytes(guards.minSize()), Objects.requireNonNullElse(guards.maxShrinkPercent(), 100));
  }

  private static long bytes(@Nullable Quantity quantity) {
    return quantity == null ? 0 : Quantity.getAmountInBytes(quantity).longValue();
  }
}
