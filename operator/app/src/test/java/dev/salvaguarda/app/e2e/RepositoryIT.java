package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.repository.RepositoryKey;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.s3.MinioServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepositoryIT {
  private static final Duration SOON = Duration.ofMinutes(3);

  private static ControlPlane cluster;
  private static MinioServer s3;
  private static OperatorProcess operator;

  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start() {
    s3 = MinioServer.start();
    cluster = ControlPlane.start();
    Manifests.applyCrds(cluster.client());
    operator = OperatorProcess.start(cluster);
  }

  @AfterAll
  static void stop() {
    for (AutoCloseable closeable : new AutoCloseable[] {operator, cluster, s3}) {
      Closing.quietly(closeable);
    }
  }

  @BeforeEach
  void makeNamespace() {
    client = cluster.client();
    namespace = cluster.newNamespace("repository");
    client.resource(Manifests.s3Secret(namespace, s3)).create();
  }

  @Test
  void makesBucketAndRepositoryAndSaysSo() {
    password(Manifests.PASSWORD);
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));

    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));

    BackupRepository repository = repository();
    assertThat(repository.getStatus().repositoryId()).hasSize(64);
    assertThat(repository.getStatus().snapshots()).isZero();
    assertThat(repository.getStatus().keys()).hasSize(1);
    assertThat(events()).contains("BucketCreated", "RepositoryCreated", "RepositoryReady");
    assertThat(operator.log()).doesNotContain(Manifests.PASSWORD, s3.secretKey());
  }

  @Test
  void saysWhichSecretIsMissingAndRecoversOnceItIsThere() {
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));
    await().atMost(SOON).untilAsserted(() -> assertReady("False", "SecretNotFound"));
    assertThat(ready().getMessage()).contains("\"archive\"");

    client.resource(Manifests.secret(namespace, "archive", Map.of("passwort", "x"))).create();
    await().atMost(SOON).untilAsserted(() -> assertReady("False", "SecretKeyMissing"));

    password(Manifests.PASSWORD);
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
  }

  @Test
  void aWrongPasswordIsReportedAndRecoversOnceItIsMended() {
    password(Manifests.PASSWORD);
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));

    password("not the password");
    // A patch that names no version: the operator may write the status at the same moment.
    client
        .resource(repository())
        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"probeInterval\": \"10s\"}}");
    await().atMost(SOON).untilAsserted(() -> assertReady("False", "RepositoryWrongPassword"));

    password(Manifests.PASSWORD);
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
  }

  @Test
  void keysFollowTheSpecAndStockResticOpensWithThem(@TempDir Path folder) {
    password(Manifests.PASSWORD);
    Manifests.apply(
        client,
        Manifests.repository(namespace, "offsite", s3, bucket()) + "  probeInterval: 10s\n");
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    client
        .resource(Manifests.secret(namespace, "spare", Map.of("password", "in the safe")))
        .create();
    client
        .resource(Manifests.secret(namespace, "second", Map.of("password", "this year")))
        .create();

    encryption("{\"recoveryPasswordRefs\": [{\"name\": \"spare\"}]}");
    await().atMost(SOON).until(() -> keys().equals(Set.of("archive/password", "spare/password")));
    assertThat(restic("in the safe", folder).run("key", "list")).contains("salvaguarda");

    encryption("{\"recoveryPasswordRefs\": [], \"passwordRef\": {\"name\": \"second\"}}");
    await().atMost(SOON).until(() -> keys().equals(Set.of("second/password")));
    assertReady("True", "RepositoryUsable");
    assertThat(restic("this year", folder).run("key", "list")).contains("salvaguarda");
    for (String gone : List.of(Manifests.PASSWORD, "in the safe")) {
      assertThatThrownBy(() -> restic(gone, folder).run("key", "list"))
          .hasMessageContaining("wrong password");
    }
    assertThat(events()).contains("KeyAdded", "KeyRemoved");

    client.resource(Manifests.secret(namespace, "second", Map.of("password", "mistyped"))).update();
    encryption("{\"passwordRef\": {\"name\": \"archive\"}}");
    await().atMost(SOON).untilAsserted(() -> assertReady("False", "RepositoryWrongPassword"));
    assertThat(ready().getMessage())
        .isEqualTo(
            "The password in archive/password does not open the repository's one key. It becomes a"
                + " key once the password that the repository has is found in second/password again.");
    assertThat(keys()).containsExactly("second/password");
    assertThat(restic("this year", folder).run("key", "list")).contains("salvaguarda");

    client
        .resource(Manifests.secret(namespace, "second", Map.of("password", "this year")))
        .update();
    await().atMost(SOON).until(() -> keys().equals(Set.of("archive/password")));
    assertThat(operator.log()).doesNotContain("this year", "in the safe", "mistyped");
  }

  private void encryption(String patch) {
    client
        .resource(repository())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"encryption\": %s}}".formatted(patch));
  }

  private Set<String> keys() {
    return repository().getStatus().keys().stream()
        .map(RepositoryKey::ref)
        .collect(Collectors.toSet());
  }

  private Restic restic(String password, Path folder) {
    return new Restic(s3, bucket(), "offsite", password, folder);
  }

  @Test
  void aPasswordThatResticWouldReadDifferentlyIsRefusedAtOnce() {
    password(Manifests.PASSWORD + "\u00a0");
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));

    await().atMost(SOON).untilAsserted(() -> assertReady("False", "SecretUnclear"));
    assertThat(ready().getMessage()).contains("\"password\"", "\"archive\"");
    assertThat(operator.log()).doesNotContain(Manifests.PASSWORD);

    password(Manifests.PASSWORD + "\n");
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    await().atMost(SOON).until(() -> repository().getStatus().storedBytes() != null);
  }

  @Test
  void deletingTheObjectLeavesTheArchiveAndTakesNoTime() {
    password(Manifests.PASSWORD);
    String bucket = bucket();
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket));
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    String id = repository().getStatus().repositoryId();

    client.resource(repository()).delete();
    await().atMost(SOON).until(() -> found().isEmpty());
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket));

    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    assertThat(repository().getStatus().repositoryId()).isEqualTo(id);
  }

  @Test
  void aRepositoryThatIsPointedElsewhereIsMissedThereAndFoundAgainWhereItWas() {
    password(Manifests.PASSWORD);
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    String id = Objects.requireNonNull(repository().getStatus().repositoryId());

    bucket(bucket() + "x");
    await().atMost(SOON).untilAsserted(() -> assertReady("False", "RepositoryMissing"));
    assertThat(ready().getMessage())
        .contains(
            id.substring(0, 8), "It was last found at " + repository().getStatus().location());
    assertThat(repository().getStatus().repositoryId()).isEqualTo(id);
    assertThat(events()).containsOnlyOnce("BucketCreated").containsOnlyOnce("RepositoryCreated");

    bucket(bucket());
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));
    assertThat(repository().getStatus().repositoryId()).isEqualTo(id);
  }

  private void bucket(String bucket) {
    client
        .resource(repository())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"s3\": {\"bucket\": \"%s\"}}}".formatted(bucket));
  }

  @Test
  void metricsShowTheRepository() throws Exception {
    password(Manifests.PASSWORD);
    Manifests.apply(client, Manifests.repository(namespace, "offsite", s3, bucket()));
    await().atMost(SOON).untilAsserted(() -> assertReady("True", "RepositoryUsable"));

    await()
        .atMost(SOON)
        .untilAsserted(() ->
            assertThat(operator.get("/q/metrics").body())
                .containsPattern(
                    "salvaguarda_repository_ready\\{namespace=\"%s\",repository=\"offsite\",?\\} 1.0"
                        .formatted(namespace)));
    assertThat(operator.get("/q/health/live").statusCode()).isEqualTo(200);
  }

  private String bucket() {
    return namespace;
  }

  private void password(String password) {
    client
        .resource(Manifests.secret(namespace, "archive", Map.of("password", password)))
        .createOr(existing -> existing.update());
  }

  private Optional<BackupRepository> found() {
    return Optional.ofNullable(
        client.resources(BackupRepository.class).inNamespace(namespace).withName("offsite").get());
  }

  private BackupRepository repository() {
    return found().orElseThrow();
  }

  private Condition ready() {
    return repository().getStatus().conditions().getFirst();
  }

  private void assertReady(String status, String reason) {
    assertThat(found()).isPresent();
    assertThat(repository().getStatus()).as(operator::log).isNotNull();
    assertThat(ready().getStatus() + " " + ready().getReason() + ": " + ready().getMessage())
        .startsWith(status + " " + reason);
  }

  private Iterable<String> events() {
    return client.v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }
}
