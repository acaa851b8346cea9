package dev.salvaguarda.controller.maintenance;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.BackupRepositoryStatus;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.FoundDamage;
import dev.salvaguarda.controller.retention.Finding;
import dev.salvaguarda.controller.retention.Places;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes what a reading found damaged into the status of the repository that was read, under each
 * of its names. It owns {@code status.found} and nothing else there.
 */
final class FoundDamageApplier {
  /** As many as a status can list. */
  private static final int MOST = 5;

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("salvaguarda-readings")
          .withForce(true)
          .build();

  private final KubernetesClient client;

  FoundDamageApplier(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Writes it down at all objects for the place, and takes back what it replaces: who looks at one
   * of them may not see the others.
   *
   * @param repository through which was read
   * @throws io.fabric8.kubernetes.client.KubernetesClientException with status 409 if somebody
   *     wrote at the same moment; doing it again is fine
   */
  void write(BackupRepository repository, Places places, Finding finding, Instant now) {
    for (BackupRepository object : places.objects(repository)) {
      Optional.ofNullable(client.resource(object).get())
          .filter(one -> one.getMetadata().getUid().equals(object.getMetadata().getUid()))
          .ifPresent(one -> write(one, next(one, finding, now)));
    }
  }

  private static List<FoundDamage> next(BackupRepository object, Finding finding, Instant now) {
    return Stream.concat(
            found(finding, now),
            told(object).stream().filter(earlier -> !finding.replaces(earlier)))
        .limit(MOST)
        .toList();
  }

  private static Stream<FoundDamage> found(Finding finding, Instant now) {
    var meta = finding.who().getMetadata();
    DamageStatus damage = finding.damage();
    return damage == null
        ? Stream.empty()
        : Stream.of(
            FoundDamage.of(
                meta.getUid(), meta.getName(), now.truncatedTo(ChronoUnit.SECONDS), damage));
  }

  private void write(BackupRepository object, List<FoundDamage> next) {
    if (next.equals(told(object))) {
      return;
    }
    BackupRepository patch = new BackupRepository();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .withUid(object.getMetadata().getUid())
            .withResourceVersion(object.getMetadata().getResourceVersion())
            .build());
    patch.setStatus(BackupRepositoryStatus.none().withFound(next));
    client.resource(patch).subresource("status").patch(APPLY);
  }

  private static List<FoundDamage> told(BackupRepository object) {
    return object.getStatus() == null ? List.of() : object.getStatus().found();
  }
}
