package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.database.PostgresServer;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A policy tests by itself that its copies restore, and says what it found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationIT {
  private static final Duration LONG = Duration.ofMinutes(6);

  @TempDir private static Path folder;
  private Landscape landscape;
  private OperatorProcess operator;
  private String namespace;

  @BeforeAll
  void start() {
    landscape = Landscape.start(List.of(), AgentImage.catalog());
    operator = OperatorProcess.start(landscape.cluster());
  }

  @AfterAll
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @BeforeEach
  void makeNamespace() {
    namespace = landscape.namespace("verification");
    landscape.repository(namespace);
  }

  @Test
  void aDatabaseIsVerifiedEveryMinuteUntilItsCopiesAreDamaged() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      server.createReader("backup", "secret");
      server.createDatabase("payroll");
      server.execute(
          "payroll",
          "CREATE TABLE salary (id int PRIMARY KEY)",
          "INSERT INTO salary SELECT i FROM generate_series(1, 5000) i");
      landscape
          .client()
          .resource(
              Manifests.secret(
                  namespace, "reader", Map.of("username", "backup", "password", "secret")))
          .create();
      Manifests.apply(landscape.client(), payroll(server));
      await("a test that is due has nothing to restore")
          .atMost(LONG)
          .until(() -> reason("payroll", "Verified").equals("NothingToTest"));
      copy("payroll");

      Condition verified = becomes("payroll", "Verified", "True");
      assertThat(verified.getMessage()).contains("payroll V3", "globals V3", "counts until");
      assertThat(status("payroll").lastVerification())
          .satisfies(last -> {
            assertThat(last.restore()).matches("payroll-test-[0-9]{12}");
            assertThat(last.rung()).isEqualTo("V3");
            assertThat(last.measuredRto()).isNotBlank();
            assertThat(last.time()).isNotNull();
          });
      assertThat(becomes("payroll", "RTOMet", "True").getMessage())
          .contains("the objective is 1h.");

      Damage.everyPack(landscape.s3().client(), namespace);

      Condition broken =
          found("payroll", "Verified", found -> found.getReason().equals("TestNotPassed"));
      assertThat(broken.getStatus()).isEqualTo("False");
      assertThat(broken.getMessage()).containsPattern("payroll-test-[0-9]{12} did not pass");
      assertThat(condition("payroll", "RTOMet").getStatus()).isEqualTo("Unknown");
      assertThat(failed(broken).getStatus().reason()).isEqualTo("RepositoryCorrupt");
      assertThat(events()).contains("TestStarted", "Verified", "NotVerified");
    }
  }

  private Restore failed(Condition broken) {
    return landscape
        .client()
        .resources(Restore.class)
        .inNamespace(namespace)
        .withName(broken.getMessage().substring(0, broken.getMessage().indexOf(' ')))
        .require();
  }

  @Test
  void whereAPersonMustSignTheTestAwaitsThemAndTheirRejectionIsHeard() {
    Landscape.fill(folder.resolve("share"), 5, 20261126);
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(namespace, "share", folder.resolve("share"), "0 0 1 1 *")
            + """
              verification:
                schedule: {cron: "0 0 1 1 *"}
                attestation: {required: true}
            """);
    copy("share");
    Restores restores = new Restores(landscape.client(), namespace);
    restores.create("first", "purpose: Test\nsource: {policyRef: {name: share}}\n");

    await().atMost(LONG).until(() -> reason("share", "Verified").equals("AwaitingSignOff"));
    assertThat(condition("share", "Verified").getStatus()).isEqualTo("Unknown");
    assertThat(condition("share", "Verified").getMessage())
        .contains("first passed and is awaiting sign-off since");

    sign(restores, "first", "Accepted");
    assertThat(becomes("share", "Verified", "True").getMessage())
        .contains("share V2, from offsite), was accepted");

    restores.create("second", "purpose: Test\nsource: {policyRef: {name: share}}\n");
    restores.ended("second");
    sign(restores, "second", "Rejected");
    assertThat(becomes("share", "Verified", "False").getReason()).isEqualTo("AttestationRejected");
    assertThat(events()).contains("TestAwaitsSignOff");
  }

  private static void sign(Restores restores, String name, String verdict) {
    restores.patch(
        name,
        "{\"attestation\":{\"by\":\"A. Tester\",\"at\":\"%s\",\"verdict\":\"%s\"}}"
            .formatted(restores.ended(name).completionTime(), verdict));
  }

  private void copy(String policy) {
    Manifests.apply(landscape.client(), Manifests.run(namespace, policy + "-one", policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, policy + "-one"));
    assertThat(landscape.phase(namespace, policy + "-one"))
        .as(operator::log)
        .contains(RunPhase.SUCCEEDED);
  }

  private Condition becomes(String policy, String type, String wanted) {
    return found(policy, type, found -> found.getStatus().equals(wanted));
  }

  private Condition found(String policy, String type, Predicate<Condition> wanted) {
    return await(type + " of " + policy)
        .atMost(LONG)
        .until(() -> find(policy, type).filter(wanted), Optional::isPresent)
        .orElseThrow();
  }

  private String reason(String policy, String type) {
    return find(policy, type).map(Condition::getReason).orElse("");
  }

  private Condition condition(String policy, String type) {
    return find(policy, type).orElseThrow();
  }

  private Optional<Condition> find(String policy, String type) {
    return Optional.ofNullable(policy(policy).getStatus())
        .map(BackupPolicyStatus::conditions)
        .stream()
        .flatMap(List::stream)
        .filter(condition -> condition.getType().equals(type))
        .findFirst();
  }

  private BackupPolicyStatus status(String name) {
    return Objects.requireNonNull(policy(name).getStatus());
  }

  private BackupPolicy policy(String name) {
    return landscape
        .client()
        .resources(BackupPolicy.class)
        .inNamespace(namespace)
        .withName(name)
        .require();
  }

  private List<String> events() {
    return landscape.client().v1().events().inNamespace(namespace).list().getItems().stream()
        .map(Event::getReason)
        .toList();
  }

  private String payroll(PostgresServer server) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata: {name: payroll, namespace: %s}
    spec:
      schedules: [{name: only, cron: "0 0 1 1 *"}]
      source:
        postgresql:
          host: %s
          port: %d
          databases: [payroll]
          credentialsRef: {name: reader}
      repositories: [{name: offsite}]
      verification:
        schedule: {cron: "* * * * *"}
        checks:
        - name: people
          sql: {database: payroll, query: SELECT count(*) FROM salary, expect: {min: 5000}}
      objectives: {rto: 1h}
    """
        .formatted(namespace, server.host(), server.port());
  }
}
