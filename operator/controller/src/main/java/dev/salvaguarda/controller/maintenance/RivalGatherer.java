package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestoreSpec;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.controller.retention.RetentionOrders;
import dev.salvaguarda.domain.maintenance.Rival;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Who works with a repository, or is about to, and whose snapshots must stay there. */
final class RivalGatherer {
  private final KubernetesClient client;
  private final RunRecords records;

  RivalGatherer(KubernetesClient client, RunRecords records) {
    this.client = client;
    this.records = records;
  }

  /**
   * Runs and restores that have not ended, of the repository and of all objects of its namespace
   * that name the same place.
   */
  List<Rival> of(BackupRepository repository, Places places) {
    String namespace = repository.getMetadata().getNamespace();
    Set<String> names =
        places.objects(repository).stream()
            .filter(object -> namespace.equals(object.getMetadata().getNamespace()))
            .map(object -> object.getMetadata().getName())
            .collect(Collectors.toSet());
    Stream<Rival> runs =
        places.writers(repository).stream()
            .filter(policy -> namespace.equals(policy.getMetadata().getNamespace()))
            .flatMap(policy -> records.ofPolicy(namespace, policy.getMetadata().getName()).stream())
            .filter(RivalGatherer::isOpen)
            .map(run -> new Rival("run " + run.getMetadata().getName(), false, since(run)));
    Stream<Rival> restores =
        client.resources(Restore.class).inNamespace(namespace).list().getItems().stream()
            .filter(restore -> isOpen(restore, names))
            .map(restore ->
                new Rival(
                    "restore " + restore.getMetadata().getName(),
                    restore.getSpec().purpose() == RestoreSpec.Purpose.RECOVERY,
                    since(restore)));
    return Stream.concat(runs, restores).toList();
  }

  /**
   * Which of their snapshots stay, for each policy that says so.
   *
   * @param nextPass when the next pass is due; null if none is
   */
  List<RetentionOrder> retention(
      BackupRepository repository,
      KnownDamage known,
      Collection<BackupPolicy> policies,
      Instant now,
      @Nullable Instant nextPass) {
    String namespace = repository.getMetadata().getNamespace();
    return RetentionOrders.of(
        repository,
        known,
        policies,
        policies.stream()
            .flatMap(policy -> records.ofPolicy(namespace, policy.getMetadata().getName()).stream())
            .toList(),
        client.resources(Restore.class).inNamespace(namespace).list().getItems(),
        now,
        nextPass);
  }

  private static boolean isOpen(BackupRun run) {
    return run.getStatus() == null
        || run.getStatus().phase() == null
        || !run.getStatus().phase().isFinal();
  }

  /** One that has not found its copies yet is nobody's. */
  private static boolean isOpen(Restore restore, Set<String> repositories) {
    var status = restore.getStatus();
    return status != null
        && (status.phase() == null || !status.phase().isFinal())
        && status.source() != null
        && repositories.contains(status.source().repository());
  }

  private static Instant since(HasMetadata object) {
    return Instant.parse(object.getMetadata().getCreationTimestamp());
  }
}
