package dev.salvaguarda.controller.run;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.run.manifest.SourceHost;
import dev.salvaguarda.domain.run.RunMemory;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads whose turn it is among the runs of a group. */
final class TurnGatherer {
  private final KubernetesClient client;

  TurnGatherer(KubernetesClient client) {
    this.client = client;
  }

  /** The lease of the policy's group; null if nobody holds it. */
  @Nullable Lease lease(BackupRun run, BackupPolicy policy) {
    return client
        .resources(Lease.class)
        .inNamespace(run.getMetadata().getNamespace())
        .withName(GroupLease.nameOf(SourceHost.groupOf(policy)))
        .get();
  }

  /** Whether a run that waits may go on. */
  Turn turn(
      BackupRun run,
      BackupPolicy policy,
      RunMemory memory,
      Neighbours neighbours,
      @Nullable Lease lease) {
    String namespace = run.getMetadata().getNamespace();
    List<Contender> others =
        neighbours.runs(namespace).stream()
            .filter(other -> !RunRecollection.of(other.getStatus()).phase().isTerminal())
            .map(other -> contender(other, neighbours))
            .toList();
    Contender self =
        new Contender(
            run.getMetadata().getName(),
            run.getMetadata().getUid(),
            policy.getMetadata().getName(),
            SourceHost.groupOf(policy),
            memory.phase(),
            true,
            since(run));
    return TurnReading.of(self, others, holder(run, lease));
  }

  private static Contender contender(BackupRun run, Neighbours neighbours) {
    String policy = run.getSpec().policyRef().name();
    var status = run.getStatus();
    return new Contender(
        run.getMetadata().getName(),
        run.getMetadata().getUid(),
        policy,
        neighbours
            .policy(run.getMetadata().getNamespace(), policy)
            .map(SourceHost::groupOf)
            .orElse(""),
        RunRecollection.of(status).phase(),
        status != null && status.queue() != null,
        since(run));
  }

  private static Instant since(BackupRun run) {
    return Objects.requireNonNullElseGet(
        run.getSpec().trigger().scheduledFor(),
        () -> Instant.parse(run.getMetadata().getCreationTimestamp()));
  }

  private TurnReading.Holder holder(BackupRun run, @Nullable Lease lease) {
    String uid = lease == null ? null : lease.getSpec().getHolderIdentity();
    if (uid == null) {
      return new TurnReading.Holder.Nobody();
    }
    if (uid.equals(run.getMetadata().getUid())) {
      return new TurnReading.Holder.Self();
    }
    String name = GroupLease.runOf(Objects.requireNonNull(lease));
    BackupRun other =
        client
            .resources(BackupRun.class)
            .inNamespace(run.getMetadata().getNamespace())
            .withName(name)
            .get();
    boolean active =
        other != null
            && uid.equals(other.getMetadata().getUid())
            && !RunRecollection.of(other.getStatus()).phase().isTerminal();
    return active ? new TurnReading.Holder.Other(name) : new TurnReading.Holder.Nobody();
  }
}
