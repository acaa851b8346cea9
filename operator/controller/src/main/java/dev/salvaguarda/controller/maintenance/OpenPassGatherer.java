package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the passes of others, who may hold the lease of a place, have not ended. */
final class OpenPassGatherer {
  private final KubernetesClient client;

  OpenPassGatherer(KubernetesClient client) {
    this.client = client;
  }

  boolean isOpen(String namespace, String uid) {
    Stream<Optional<MaintenanceStatus>> repositories =
        client.resources(BackupRepository.class).inNamespace(namespace).list().getItems().stream()
            .filter(one -> has(one, uid))
            .map(one -> Optional.ofNullable(one.getStatus()).map(status -> status.maintenance()));
    Stream<Optional<MaintenanceStatus>> policies =
        client.resources(BackupPolicy.class).inNamespace(namespace).list().getItems().stream()
            .filter(one -> has(one, uid))
            .map(one -> Optional.ofNullable(one.getStatus()).map(status -> status.integrity()));
    return Stream.concat(repositories, policies)
        .flatMap(Optional::stream)
        .anyMatch(PassSubject::isOpen);
  }

  private static boolean has(HasMetadata object, String uid) {
    return object.getMetadata().getUid().equals(uid);
  }
}
