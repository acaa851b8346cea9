package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.database.PostgresServer;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database from what a person applies to the dump that stock restic brings back, for two days.
 */
class PostgresqlBackupIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final String ROLE_PASSWORD = "it's a \"secret\"";

  /** JSON has this part as it is. */
  private static final String PART_OF_ROLE_PASSWORD = "it's a ";

  private static Landscape landscape;
  private static PostgresServer server;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    landscape = Landscape.start();
    server = PostgresServer.start();
    server.createReader("backup", ROLE_PASSWORD);
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE TABLE salary (id int PRIMARY KEY, person text, cents bigint, note text)",
        "INSERT INTO salary SELECT i, 'person ' || i, (i * 7919) % 900000, md5(i::text) || md5((i +"
            + " 1)::text) FROM generate_series(1, 60000) i");
  }

  @AfterAll
  static void stop() {
    Closing.quietly(server);
    Closing.quietly(landscape);
  }

  @Test
  void bothDaysComeBackThoughTheirPolicyIsGoneAndTheSecondStoresOnlyWhatChanged() throws Exception {
    String namespace = landscape.namespace("database");
    landscape.client().resource(reader(namespace)).create();
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(landscape.client(), policy(namespace, "payroll"));

      BackupRunStatus first = succeeded(namespace, "day-one", operator);
      server.execute(
          "payroll",
          "UPDATE salary SET cents = cents + 1 WHERE id % 30011 = 5",
          "DELETE FROM salary WHERE id = 40000",
          "INSERT INTO salary VALUES (70001, 'somebody new', 1, 'hired')");
      BackupRunStatus second = succeeded(namespace, "day-two", operator);

      assertThat(operator.log()).doesNotContain(ROLE_PASSWORD);
      assertThat(allButSecrets(namespace))
          .contains("\"RunSucceeded\"", "payroll")
          .doesNotContain(PART_OF_ROLE_PASSWORD, Manifests.PASSWORD, landscape.s3().secretKey());
      assertThat(digests(first)).containsOnlyKeys("payroll", "globals");
      assertThat(digests(second).get("payroll")).isNotEqualTo(digests(first).get("payroll"));
      assertThat(stored(second, "payroll")).isLessThan(stored(first, "payroll") / 3);
      deletePolicyAndRepository(namespace);
      assertRestored(namespace, first, "one");
      assertRestored(namespace, second, "two");
    }
    landscape.restic(namespace, folder).run("check", "--read-data");
  }

  @Test
  void aDatabaseThatNoStatusListsIsMeasuredByItsLastGoodCopyEvenIfAllRunsAreGone() {
    String namespace = landscape.namespace("many");
    List<String> databases =
        Stream.concat(IntStream.range(0, 51).mapToObj("office_%02d"::formatted), Stream.of("zz"))
            .toList();
    databases.forEach(server::createDatabase);
    server.execute(
        "zz", "CREATE TABLE entry AS SELECT i, md5(i::text) FROM generate_series(1, 2000) i");
    landscape.client().resource(reader(namespace)).create();
    try (OperatorProcess operator = OperatorProcess.start(landscape.cluster())) {
      landscape.repository(namespace);
      Manifests.apply(
          landscape.client(),
          policy(namespace, String.join(", ", databases)) + "  guards: {maxShrinkPercent: 50}\n");

      BackupRunStatus whole = succeeded(namespace, "whole", operator);
      server.execute("zz", "TRUNCATE entry");
      BackupRunStatus shrunk = ended(namespace, "shrunk");
      landscape.client().resources(BackupRun.class).inNamespace(namespace).delete();
      BackupRunStatus again = ended(namespace, "again");

      assertThat(digests(whole)).doesNotContainKey("zz");
      assertThat(List.of(shrunk, again))
          .as(operator::log)
          .allSatisfy(run -> {
            assertThat(run.phase()).isEqualTo(RunPhase.DEGRADED);
            assertThat(run.reason()).isEqualTo("GuardMaxShrink");
            assertThat(run.message()).startsWith("zz shrank from ");
          });
    }
  }

  private BackupRunStatus ended(String namespace, String run) {
    Manifests.apply(landscape.client(), Manifests.run(namespace, run, "payroll"));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, run));
    return Objects.requireNonNull(landscape.run(namespace, run)).getStatus();
  }

  private static Secret reader(String namespace) {
    return Manifests.secret(
        namespace, "reader", Map.of("username", "backup", "password", ROLE_PASSWORD));
  }

  private BackupRunStatus succeeded(String namespace, String run, OperatorProcess operator) {
    BackupRunStatus ended = ended(namespace, run);
    assertThat(ended.phase()).as(() -> ended + "\n" + operator.log()).isEqualTo(RunPhase.SUCCEEDED);
    return ended;
  }

  /** Everything that speaks of a run, as JSON. */
  private static String allButSecrets(String namespace) {
    KubernetesClient client = landscape.client();
    return Stream.<KubernetesResourceList<?>>of(
            client.resources(BackupRepository.class).inNamespace(namespace).list(),
            client.resources(BackupPolicy.class).inNamespace(namespace).list(),
            client.resources(BackupRun.class).inNamespace(namespace).list(),
            client.v1().events().inNamespace(namespace).list(),
            client.batch().v1().jobs().inNamespace(namespace).list(),
            client.pods().inNamespace(namespace).list(),
            client.configMaps().inNamespace(namespace).list())
        .map(list -> Serialization.asJson(list))
        .collect(Collectors.joining("\n"));
  }

  private static void deletePolicyAndRepository(String namespace) {
    var policies = landscape.client().resources(BackupPolicy.class).inNamespace(namespace);
    var repositories = landscape.client().resources(BackupRepository.class).inNamespace(namespace);
    policies.withName("payroll").delete();
    repositories.withName("offsite").delete();
    await()
        .atMost(LONG)
        .until(
            () -> policies.list().getItems().isEmpty() && repositories.list().getItems().isEmpty());
  }

  private void assertRestored(String namespace, BackupRunStatus run, String day)
      throws IOException, NoSuchAlgorithmException {
    for (var target : run.targets()) {
      Path restored = folder.resolve(day).resolve(target.name());
      landscape
          .restic(namespace, folder)
          .run(
              "restore",
              "--verify",
              "--target",
              restored.toString(),
              String.valueOf(target.snapshotId()));
      assertThat(Trees.files(restored))
          .containsEntry(target.name() + ".sql", String.valueOf(target.sha256()));
    }
  }

  private static Map<String, String> digests(BackupRunStatus run) {
    return run.targets().stream()
        .collect(Collectors.toMap(t -> t.name(), t -> String.valueOf(t.sha256())));
  }

  private static long stored(BackupRunStatus run, String target) {
    return run.targets().stream()
        .filter(t -> t.name().equals(target))
        .mapToLong(t -> Objects.requireNonNull(t.bytesStored()))
        .sum();
  }

  private static String policy(String namespace, String databases) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata:
      name: payroll
      namespace: %s
    spec:
      schedules:
        - {name: yearly, cron: "0 0 1 1 *"}
      source:
        postgresql:
          host: %s
          port: %d
          databases: [%s]
          credentialsRef: {name: reader}
      repositories:
        - {name: offsite}
    """
        .formatted(namespace, server.host(), server.port(), databases);
  }
}
