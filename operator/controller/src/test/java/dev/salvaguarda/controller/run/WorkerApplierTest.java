package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.controller.run.manifest.WorkerSettings;
import dev.salvaguarda.domain.run.Answers;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.run.RunSelf;
import dev.salvaguarda.domain.run.Surroundings;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.Surroundings.Readiness;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import dev.salvaguarda.domain.run.WorkerFact;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Writes that find something there already: of ourselves before a crash, or of somebody else. */
@EnableKubernetesMockClient(crud = true)
class WorkerApplierTest {
  private static final Instant NOW = Instant.parse("2026-03-01T22:00:00Z");
  private static final StartAttempt FIRST =
      new StartAttempt(1, List.of(), Instant.parse("2026-03-02T04:00:00Z"));

  @SuppressWarnings("NullAway.Init")
  KubernetesClient client;

  @Test
  void startingTwiceMakesOneJobAndOneOrder() {
    start();
    String uid = job().getMetadata().getUid();

    start();

    assertThat(job().getMetadata().getUid()).isEqualTo(uid);
    assertThat(order().getMetadata().getOwnerReferences().getFirst().getUid()).isEqualTo(uid);
  }

  @Test
  void anOrderThatWasNotWrittenBeforeACrashIsWrittenAfterIt() {
    start();
    client.resource(order()).delete();

    start();

    assertThat(order().getData()).containsKey("order.json");
  }

  @Test
  void theOrderOfAnEarlierJobOfThatNameIsRemovedAndTheWriteRepeatedLater() {
    start();
    client.resource(job()).delete();

    assertThatExceptionOfType(KubernetesClientException.class)
        .isThrownBy(this::start)
        .satisfies(refused -> assertThat(refused.getCode()).isEqualTo(409));
    start();

    assertThat(order().getMetadata().getOwnerReferences().getFirst().getUid())
        .isEqualTo(job().getMetadata().getUid());
  }

  private void start() {
    new WorkerApplier(client, new WorkerSettings("registry.example.org/s:1", "IfNotPresent"))
        .start(seen(), FIRST, false, NOW);
  }

  private Job job() {
    return only(client.batch().v1().jobs().inNamespace("finance").list().getItems());
  }

  private ConfigMap order() {
    return only(client.configMaps().inNamespace("finance").list().getItems());
  }

  private static <T extends HasMetadata> T only(List<T> found) {
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static RunSeen seen() {
    BackupRun run =
        Serialization.unmarshal(
            """
            metadata: {name: first, namespace: finance, uid: uid-of-run}
            spec: {policyRef: {name: payroll}}
            """,
            BackupRun.class);
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            metadata: {name: payroll, namespace: finance, uid: uid-of-policy}
            spec:
              schedules: [{name: daily, cron: "0 22 * * *"}]
              source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
              repositories: [{name: offsite}]
            """,
            BackupPolicy.class);
    BackupRepository repository =
        Serialization.unmarshal(
            """
            metadata: {name: offsite, namespace: finance}
            spec:
              s3: {endpoint: https://s3.example.org, bucket: b, credentialsRef: {name: w}}
              encryption: {passwordRef: {name: archive}}
            """,
            BackupRepository.class);
    RunFacts facts =
        new RunFacts(
            new RunSelf("first", "uid-of-run", "payroll", NOW, false, null, List.of()),
            RunRecollection.of(null),
            new Surroundings(PolicyPresence.PRESENT, new Readiness.Ready(), new Turn.Mine()),
            new WorkerFact.None(),
            Answers.none(),
            RunLimits.defaults());
    return new RunSeen(
        run, policy, repository, facts, null, null, List.of(), null, Map.of(), null, List.of());
  }
}
