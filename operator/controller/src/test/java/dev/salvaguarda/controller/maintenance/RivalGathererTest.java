package dev.salvaguarda.controller.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.record.RunRecords;
import dev.salvaguarda.controller.retention.Places;
import dev.salvaguarda.domain.maintenance.Rival;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.stream.Stream;
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
    BackupRepository looked = repository("looked-after", "https://s3.example.org");
    Places places =
        new Places(
            () ->
                Stream.of(
                    looked,
                    repository("same", "https://S3.example.org/"),
                    repository("elsewhere", "https://s3.example.net")),
            Stream::empty);
    restoreFrom("looked-after");
    restoreFrom("same");
    restoreFrom("elsewhere");

    assertThat(gatherer.of(looked, places))
        .extracting(Rival::name)
        .containsExactlyInAnyOrder("restore from-looked-after", "restore from-same");
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
}
