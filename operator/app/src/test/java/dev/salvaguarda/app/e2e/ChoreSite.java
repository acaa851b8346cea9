package dev.salvaguarda.app.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.MaintenanceStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A namespace with the repository {@code offsite} and the policy {@code nightly}, which copies a
 * folder and keeps two copies.
 *
 * @param folder of the test's own; the share lies in it
 */
record ChoreSite(FaultWorld world, String namespace, Path folder) {
  void apply(S3Server s3) {
    Manifests.applyRepositorySecrets(client(), namespace, s3);
    OwnEngine.on(restic()).make();
    Manifests.apply(client(), Manifests.repository(namespace, "offsite", s3, namespace));
    Manifests.apply(
        client(),
        Manifests.filesPolicy(namespace, "nightly", share(), "0 0 1 1 *")
            + "  retention: {keepLast: 2}\n");
    site().awaitReady("offsite");
  }

  private FaultSite site() {
    return new FaultSite(world, namespace);
  }

  Path share() {
    return folder.resolve("share");
  }

  Restic restic() {
    return new Restic(world.s3, namespace, "offsite", Manifests.PASSWORD, folder);
  }

  Map<String, String> files() {
    try {
      return Trees.files(share());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The ids of all snapshots, as stock restic lists them. */
  List<String> snapshots() {
    try {
      List<String> ids = new ArrayList<>();
      for (JsonNode snapshot :
          new ObjectMapper().readTree(restic().run("--no-lock", "snapshots", "--json"))) {
        ids.add(snapshot.path("id").asText());
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<BackupRun> runs() {
    return client().resources(BackupRun.class).inNamespace(namespace).list().getItems();
  }

  BackupRun run(String name) {
    return client().resources(BackupRun.class).inNamespace(namespace).withName(name).require();
  }

  List<Restore> tests() {
    return client().resources(Restore.class).inNamespace(namespace).list().getItems();
  }

  BackupPolicy policy() {
    return client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName("nightly")
        .require();
  }

  MaintenanceStatus maintenance() {
    return Optional.ofNullable(repository().getStatus().maintenance())
        .orElseGet(MaintenanceStatus::none);
  }

  MaintenanceStatus reading() {
    return Optional.ofNullable(policy().getStatus())
        .map(status -> status.integrity())
        .orElseGet(MaintenanceStatus::none);
  }

  /** Whether anybody says that something stored is damaged. */
  boolean isSaidToBeDamaged() {
    return maintenance().damage() != null
        || reading().damage() != null
        || condition(policy().getStatus().conditions(), "Intact").orElse("").equals("False")
        || runs().stream()
            .flatMap(run -> Stream.ofNullable(run.getStatus()))
            .map(status -> condition(status.conditions(), "Restorable").orElse(""))
            .anyMatch("False"::equals);
  }

  /** Whether the policy says that its copies are verified. */
  static boolean isVerified(BackupPolicy policy) {
    return condition(policy.getStatus().conditions(), "Verified").orElse("").equals("True");
  }

  /** What a person changes with {@code kubectl patch}. */
  void patchRepository(String spec) {
    client()
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .withName("offsite")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(spec));
  }

  /** What a person changes with {@code kubectl patch}. */
  void patchPolicy(String spec) {
    client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName("nightly")
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": %s}".formatted(spec));
  }

  /** Its snapshots stay, whatever the policy says. */
  void hold(BackupRun run) {
    client()
        .resource(run)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"hold\": {\"reason\": \"an inspection\"}}}");
  }

  /** All that a person would look at to understand what went wrong. */
  String tell() {
    return site().tell(BackupRun.class, Restore.class, BackupRepository.class, BackupPolicy.class);
  }

  KubernetesClient client() {
    return world.cluster.client();
  }

  private BackupRepository repository() {
    return client()
        .resources(BackupRepository.class)
        .inNamespace(namespace)
        .withName("offsite")
        .require();
  }

  private static Optional<String> condition(List<Condition> conditions, String type) {
    return conditions.stream()
        .filter(condition -> condition.getType().equals(type))
        .map(Condition::getStatus)
        .findFirst();
  }
}
