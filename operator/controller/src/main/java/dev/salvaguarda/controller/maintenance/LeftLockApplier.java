package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.proof.ProofGatherer;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.domain.workorder.MaintenanceResult.Lock;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Removes locks that pods of ours left behind. A lock is one of these only if a run or a restore of
 * this namespace names the pod as its own, and the pod is gone or has ended; any other lock is
 * somebody else's, however old it is.
 */
public final class LeftLockApplier {
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final RunRecords records;
  private final ProofGatherer proofs;

  public LeftLockApplier(KubernetesClient client, RunRecords records, ProofGatherer proofs) {
    this.client = client;
    this.records = records;
    this.proofs = proofs;
  }

  /** Removes what may be removed, and says so in a sentence for each pod. */
  List<String> remove(
      BackupRepository repository, Collection<BackupPolicy> policies, List<Lock> locks) {
    String namespace = repository.getMetadata().getNamespace();
    Set<String> ours = podsOfOurs(namespace, policies);
    List<String> told = new ArrayList<>();
    for (String host :
        locks.stream().map(Lock::hostname).collect(Collectors.toCollection(TreeSet::new))) {
      if (ours.contains(host) && isGone(namespace, host)) {
        int removed = proofs.removeLocks(repository, host).orElse(0);
        if (removed > 0) {
          told.add(
              "Removed %d lock%s on the repository that the pod %s left behind."
                  .formatted(removed, removed == 1 ? "" : "s", host));
        }
      }
    }
    return told;
  }

  private Set<String> podsOfOurs(String namespace, Collection<BackupPolicy> policies) {
    Stream<String> runs =
        policies.stream()
            .flatMap(policy -> records.ofPolicy(namespace, policy.getMetadata().getName()).stream())
            .flatMap(run ->
                run.getStatus() == null || run.getStatus().worker() == null
                    ? Stream.empty()
                    : Stream.ofNullable(run.getStatus().worker().pod()));
    Stream<String> restores =
        client.resources(Restore.class).inNamespace(namespace).list().getItems().stream()
            .flatMap(restore ->
                restore.getStatus() == null || restore.getStatus().worker() == null
                    ? Stream.empty()
                    : Stream.ofNullable(restore.getStatus().worker().pod()));
    return Stream.concat(runs, restores).collect(Collectors.toSet());
  }

  private boolean isGone(String namespace, String pod) {
    List<Pod> found =
        client.pods().inNamespace(namespace).withField("metadata.name", pod).list().getItems();
    return found.stream()
        .allMatch(one -> one.getStatus() != null && ENDED.contains(one.getStatus().getPhase()));
  }
}
