package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.KnownDamage;
import dev.salvaguarda.domain.maintenance.Rival;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class RivalGathererTest {
  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  private RivalGatherer gatherer;

  @BeforeEach
  void gatherFromTheServer() {
    gatherer =
        new RivalGatherer(
            client,
            new RunRecords(client.resources(BackupRun.class), client.getKubernetesSerialization()));
  }

  @Test
  void aRestoreFromAnotherObjectForTheSamePlaceIsARival() {
    BackupRepository looked = create(repository("looked-after", "https://s3.example.org"));
    create(repository("same", "https://S3.example.org/"));
    create(repository("elsewhere", "https://s3.example.net"));
    restoreFrom("looked-after");
    restoreFrom("same");
    restoreFrom("elsewhere");

    assertThat(gatherer.of(looked, List.of()))
        .extracting(Rival::name)
        .containsExactlyInAnyOrder("restore from-looked-after", "restore from-same");
  }

  @Test
  void policiesThatWriteIntoAnotherObjectForTheSamePlaceAreLookedAtToo() {
    BackupPolicy own = create(policy("own", "looked-after"));
    create(policy("others", "same"));
    create(policy("elsewhere", "elsewhere"));

    assertThat(gatherer.writers(Set.of("looked-after", "same"), "payroll", List.of(own)))
        .extracting(policy -> policy.getMetadata().getName())
        .containsExactlyInAnyOrder("own", "others");
    assertThat(gatherer.writers(Set.of("looked-after"), "payroll", List.of(own)))
        .containsExactly(own);
  }

  @Test
  void damageThatWasFoundThroughAnotherObjectForTheSamePlaceIsKnown() {
    BackupRepository looked = create(repository("looked-after", "https://s3.example.org"));
    create(repository("same", "https://s3.example.org"));
    create(repository("elsewhere", "https://s3.example.net"));
    BackupPolicy own = create(readBy("own", "looked-after", "aa"));
    create(readBy("others", "same", "bb"));
    create(readBy("elsewhere", "elsewhere", "cc"));

    KnownDamage known = gatherer.damage(looked, List.of(own));

    assertThat(known.packs()).containsExactlyInAnyOrder("aa", "bb");
    assertThat(known.namesAllPacks()).isTrue();
  }

  private <T extends HasMetadata> T create(T object) {
    return client.resource(object).create();
  }

  private void restoreFrom(String repository) {
    var _ =
        create(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: Restore
                metadata: {name: from-%1$s, namespace: payroll, creationTimestamp: "2026-03-01T12:00:00Z"}
                spec: {}
                status: {phase: Running, source: {repository: %1$s}}
                """
                    .formatted(repository),
                Restore.class));
  }

  private static BackupRepository repository(String name, String endpoint) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupRepository
        metadata: {name: %s, namespace: payroll}
        spec:
          s3: {endpoint: "%s", bucket: archive, prefix: city, credentialsRef: {name: s3}}
          encryption: {passwordRef: {name: password}}
        """
            .formatted(name, endpoint),
        BackupRepository.class);
  }

  /** A policy whose reading found a damaged pack. */
  private static BackupPolicy readBy(String name, String repository, String pack) {
    BackupPolicy policy = policy(name, repository);
    policy.setStatus(
        Serialization.unmarshal(
            "integrity: {damage: {packCount: 1, packs: [{id: %s}]}}".formatted(pack),
            BackupPolicyStatus.class));
    return policy;
  }

  private static BackupPolicy policy(String name, String repository) {
    return Serialization.unmarshal(
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s, namespace: payroll}
        spec:
          schedules: [{name: daily, cron: "0 22 * * *"}]
          source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
          repositories: [{name: %s}]
        """
            .formatted(name, repository),
        BackupPolicy.class);
  }
}
