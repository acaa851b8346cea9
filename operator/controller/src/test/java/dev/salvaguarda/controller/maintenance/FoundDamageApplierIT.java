package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.DamageStatus;
import dev.salvaguarda.api.repository.DamageStatus.Lacking;
import dev.salvaguarda.api.repository.DamageStatus.Pack;
import dev.salvaguarda.api.repository.FoundDamage;
import dev.salvaguarda.controller.retention.Finding;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What readings leave at the repository, beside what the repository's own look says. */
class FoundDamageApplierIT {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final PatchContext AS_RECONCILER =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("backuprepository")
          .withForce(true)
          .build();

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane cluster;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  private BackupRepository offsite;

  @SuppressWarnings("NullAway.Init")
  private BackupRepository vault;

  @BeforeAll
  static void startCluster() {
    cluster = ControlPlane.start();
    Crds.install(cluster.client(), Path.of("..", "..", "crds"));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void createRepositories() {
    client = cluster.client();
    offsite = create("offsite", "https://s3.example.org");
    vault = create("vault", "https://s3.example.org:443/");
  }

  @Test
  void itStandsAtEachObjectForThePlaceAndIsTakenBackByWhoReadItAgain() {
    FoundDamage one = FoundDamage.of("one", "of-one", NOW, damage("aa"));
    FoundDamage two = FoundDamage.of("two", "of-two", NOW, damage("bb"));
    tell(offsite, finding("one", damage("aa"), null));
    tell(vault, finding("two", damage("bb"), null));

    assertThat(List.of(found(offsite), found(vault))).containsOnly(List.of(two, one));

    tell(vault, finding("three", damage("aa"), LATER));

    assertThat(List.of(found(offsite), found(vault)))
        .as("told by the newest reading alone")
        .containsOnly(List.of(FoundDamage.of("three", "of-three", NOW, damage("aa"))));

    tell(vault, finding("three", null, LATER));

    assertThat(List.of(found(offsite), found(vault))).containsOnly(List.of());
  }

  @Test
  void theRepositorysOwnStatusAndThisLeaveEachOtherAlone() {
    tell(offsite, finding("one", damage("aa"), null));
    report(offsite, "again");
    assertThat(found(offsite)).hasSize(1);

    tell(offsite, finding("one", null, LATER));

    assertThat(found(offsite)).isEmpty();
    assertThat(client.resource(offsite).require().getStatus().repositoryId()).isEqualTo("again");
    assertThat(client.resource(offsite).require().getStatus().conditions()).hasSize(1);
  }

  @Test
  void aRepositoryThatIsGoneOrMadeAnewIsLeftAlone() {
    client.resource(vault).delete();
    BackupRepository former = offsite;
    client.resource(offsite).delete();
    offsite = create("offsite", former.getMetadata().getNamespace(), "https://s3.example.org");

    new FoundDamageApplier(client)
        .write(former, places(former, vault), finding("one", damage("aa"), null), NOW);

    assertThat(found(offsite)).isEmpty();
  }

  private void tell(BackupRepository repository, Finding finding) {
    new FoundDamageApplier(client).write(repository, places(offsite, vault), finding, NOW);
  }

  private Places places(BackupRepository... all) {
    return new Places(() -> List.of(all).stream(), () -> List.<BackupPolicy>of().stream());
  }

  private List<FoundDamage> found(BackupRepository repository) {
    BackupRepository there = client.resource(repository).require();
    return there.getStatus() == null ? List.of() : there.getStatus().found();
  }

  private static Finding finding(
      String uid, @Nullable DamageStatus damage, @Nullable Instant since) {
    return new Finding(
        Serialization.unmarshal(
            "metadata: {name: of-%s, uid: %s}".formatted(uid, uid), BackupPolicy.class),
        damage,
        since,
        false);
  }

  private static DamageStatus damage(String pack) {
    return new DamageStatus(
        1,
        List.of(new Pack(pack, null)),
        1,
        List.of(new Lacking("of-" + pack, null, null, null, null, List.of())));
  }

  /** As the repository's own look does. */
  private void report(BackupRepository repository, String id) {
    var meta = repository.getMetadata();
    BackupRepository patch =
        Serialization.unmarshal(
            """
            metadata: {name: %s, namespace: %s}
            status:
              repositoryId: %s
              conditions:
              - type: Ready
                status: "True"
                reason: Ok
                message: x
                lastTransitionTime: "2026-11-26T12:00:00Z"
            """
                .formatted(meta.getName(), meta.getNamespace(), id),
            BackupRepository.class);
    client.resource(patch).subresource("status").patch(AS_RECONCILER);
  }

  private BackupRepository create(String name, String endpoint) {
    return create(name, cluster.newNamespace(name), endpoint);
  }

  private BackupRepository create(String name, String namespace, String endpoint) {
    BackupRepository made =
        client
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: salvaguarda.dev/v1alpha1
                    kind: BackupRepository
                    metadata: {name: %s, namespace: %s}
                    spec:
                      s3: {endpoint: "%s", bucket: archive, credentialsRef: {name: s3}}
                      encryption: {passwordRef: {name: password}}
                    """
                        .formatted(name, namespace, endpoint),
                    BackupRepository.class))
            .create();
    report(made, "known");
    return made;
  }
}
