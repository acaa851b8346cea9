package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.database.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What was copied comes back, with one YAML file, and what can't come back says why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestoreIT {
  private static final Duration LONG = Duration.ofMinutes(6);
  private static final String ROLE_PASSWORD = "it's a \"secret\"";
  private static final String TEST_OF_PAYROLL =
      "purpose: Test\nsource: {runRef: {name: payroll-one}}\n";

  @TempDir private static Path folder;
  private Landscape landscape;
  private PostgresServer server;
  private OperatorProcess operator;
  private String namespace;
  private Restores restores;

  @BeforeAll
  void copyADatabaseAndAShare() {
    landscape = Landscape.start(List.of(), AgentImage.catalog());
    server = PostgresServer.start();
    server.createReader("backup", ROLE_PASSWORD);
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE TABLE salary (id int PRIMARY KEY, person text)",
        "INSERT INTO salary SELECT i, 'person ' || i FROM generate_series(1, 5000) i");
    server.execute("postgres", "CREATE ROLE restorer SUPERUSER LOGIN PASSWORD 'restorer'");
    namespace = landscape.namespace("restore");
    restores = new Restores(landscape.client(), namespace);
    secret(namespace, "reader", "backup", ROLE_PASSWORD);
    secret(namespace, "restorer", "restorer", "restorer");
    Landscape.fill(folder.resolve("share"), 20, 20261126);
    operator = OperatorProcess.start(landscape.cluster());
    landscape.repository(namespace);
    Manifests.apply(landscape.client(), policy(namespace, "payroll"));
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(namespace, "share", folder.resolve("share"), "0 0 1 1 *"));
    succeeded(namespace, "payroll-one", "payroll");
    succeeded(namespace, "share-one", "share");
  }

  @AfterAll
  void stop() {
    Closing.quietly(operator);
    Closing.quietly(server);
    Closing.quietly(landscape);
  }

  @Test
  void aDatabaseIsLoadedByARealServerAndAPersonSignsTheTest() {
    restores.create(
        "march",
        TEST_OF_PAYROLL
            + """
            targets: [payroll]
            checks:
            - name: people
              sql: {database: payroll, query: SELECT count(*) FROM salary, expect: {value: "5000"}}
            """);

    RestoreStatus status = restores.ended("march");
    assertThat(status.phase()).as(() -> tell("march")).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.rung()).isEqualTo("V3");
    assertThat(status.sha256Matches()).isTrue();
    assertThat(status.measuredRto()).isNotNull();
    assertThat(status.measuredRpo()).isNotNull();
    assertThat(status.checks().getFirst().observed()).isEqualTo("5000");
    assertThat(status.steps())
        .extracting(RestoreStatus.StepStatus::name)
        .contains("Rebuild", "Start", "Check");
    assertThat(restores.condition("march", "Passed")).contains("Passed=True");
    await()
        .atMost(LONG)
        .untilAsserted(
            () -> assertThat(restores.events("march")).contains("CopiesFound", "RestoreSucceeded"));

    restores.patch(
        "march",
        "{\"attestation\":{\"by\":\"A. Tester\",\"at\":\"%s\",\"verdict\":\"Accepted\"}}"
            .formatted(status.completionTime()));
    await()
        .atMost(LONG)
        .until(() ->
            restores.condition("march", "Attested").filter("Attested=True"::equals).isPresent());
  }

  @Test
  void aCheckThatDoesNotGetItsAnswerFailsTheTest() {
    restores.create(
        "wrong-answer",
        """
        purpose: Test
        source: {policyRef: {name: payroll}}
        targets: [payroll]
        checks:
        - name: people
          sql: {database: payroll, query: SELECT count(*) FROM salary, expect: {min: 5001}}
        """);

    RestoreStatus status = restores.ended("wrong-answer");
    assertThat(status.phase()).as(() -> tell("wrong-answer")).isEqualTo(RestorePhase.FAILED);
    assertThat(status.reason()).isEqualTo("CheckNotPassed");
    assertThat(status.checks().getFirst().observed()).isEqualTo("5000");
    assertThat(status.measuredRto()).isNull();
  }

  @Test
  void aDatabaseComesBackUnderAnotherNameBesideTheOneInUse() {
    restores.create("recovery", recovery("payroll_restored", "Never"));
    assertThat(restores.ended("recovery").phase())
        .as(() -> tell("recovery"))
        .isEqualTo(RestorePhase.SUCCEEDED);
    server.execute(
        "payroll_restored",
        "DO $$ BEGIN IF (SELECT count(*) FROM salary) <> 5000 THEN RAISE 'rows are missing'; END"
            + " IF; END $$");

    restores.create("occupied", recovery("payroll_restored", "Never"));
    RestoreStatus occupied = restores.ended("occupied");
    assertThat(occupied.phase()).as(() -> tell("occupied")).isEqualTo(RestorePhase.FAILED);
    assertThat(occupied.reason()).isEqualTo("TargetExists");
  }

  private String recovery(String name, String overwrite) {
    return """
    source: {policyRef: {name: payroll}}
    targets: [payroll]
    target:
      postgresql:
        host: %s
        port: %d
        credentialsRef: {name: restorer}
        rename: [{target: payroll, to: %s}]
    overwrite: %s
    """
        .formatted(server.host(), server.port(), name, overwrite);
  }

  @Test
  void aShareComesBackByteByByte() throws Exception {
    Path target = Files.createDirectories(folder.resolve("target"));
    restores.create(
        "files",
        """
        source: {runRef: {name: share-one}}
        target: {files: {hostPath: {path: %s}, subPath: restored}}
        """
            .formatted(target));

    RestoreStatus status = restores.ended("files");
    assertThat(status.phase()).as(() -> tell("files")).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.rung()).isEqualTo("V2");
    assertThat(Trees.files(target.resolve("restored")))
        .isEqualTo(Trees.files(folder.resolve("share")));
  }

  @Test
  void aSnapshotIsRestoredByItsIdWhoeverMadeIt() {
    String id =
        Objects.requireNonNull(landscape.run(namespace, "share-one"))
            .getStatus()
            .targets()
            .getFirst()
            .snapshotId();
    restores.create(
        "by-id",
        """
        purpose: Test
        source: {snapshot: {repositoryRef: {name: offsite}, id: "%s"}}
        """
            .formatted(id));

    assertThat(restores.ended("by-id").phase())
        .as(() -> tell("by-id"))
        .isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(Objects.requireNonNull(restores.status("by-id").source()).policy())
        .isEqualTo("share");
  }

  /** The history limits give up runs long before retention gives up what they copied. */
  @Test
  void aDatabaseComesBackAsOfAnInstantThoughNoRunOfThatTimeIsLeft() {
    String forgotten = landscape.namespace("forgotten");
    landscape.repository(forgotten);
    server.createDatabase("ledger");
    server.execute("ledger", "CREATE TABLE entry AS SELECT * FROM generate_series(1, 10) id");
    secret(forgotten, "reader", "backup", ROLE_PASSWORD);
    Manifests.apply(landscape.client(), policy(forgotten, "ledger"));
    succeeded(forgotten, "one", "ledger");
    Instant first = capturedAt(forgotten, "one");
    server.execute("ledger", "INSERT INTO entry SELECT * FROM generate_series(11, 20)");
    succeeded(forgotten, "two", "ledger");
    Instant second = capturedAt(forgotten, "two");
    landscape.client().resources(BackupRun.class).inNamespace(forgotten).delete();
    await()
        .atMost(LONG)
        .until(() ->
            landscape
                .client()
                .resources(BackupRun.class)
                .inNamespace(forgotten)
                .list()
                .getItems()
                .isEmpty());
    Restores old = new Restores(landscape.client(), forgotten);
    String test =
        """
        purpose: Test
        source: {policyRef: {name: ledger, at: "%s"}}
        targets: [ledger]
        checks:
        - name: entries
          sql: {database: ledger, query: SELECT count(*) FROM entry, expect: {value: "%d"}}
        """;
    old.create("then", test.formatted(second.minusMillis(1), 10));
    old.create("now", test.formatted("Latest", 20));
    old.create("before", test.formatted(first.minusSeconds(1), 10));

    RestoreStatus then = old.ended("then");
    assertThat(then.phase()).as(() -> then + operator.log()).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(then.rung()).isEqualTo("V3");
    assertThat(then.measuredRpo()).isNotNull();
    assertThat(Objects.requireNonNull(then.source()).run()).isEqualTo("one");
    assertThat(then.source().capturedAt()).isBetween(first, second);
    assertThat(then.targets())
        .singleElement()
        .satisfies(target -> assertThat(target.size()).isPositive());
    RestoreStatus now = old.ended("now");
    assertThat(now.phase()).as(() -> now + operator.log()).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(Objects.requireNonNull(now.source()).run()).isEqualTo("two");
    assertThat(old.ended("before").message())
        .startsWith("BackupPolicy ledger at or before ")
        .contains(" has no copy; the oldest was captured at ");
  }

  @Test
  void aDamagedRepositoryFailsTheTestAndSaysWhatIsDamaged() throws Exception {
    String other = landscape.namespace("damaged");
    landscape.repository(other);
    Manifests.apply(
        landscape.client(),
        Manifests.filesPolicy(other, "share", folder.resolve("share"), "0 0 1 1 *"));
    succeeded(other, "one", "share");
    Damage.everyPack(landscape.s3().client(), other);
    Restores damaged = new Restores(landscape.client(), other);
    damaged.create("proof", "purpose: Test\nsource: {policyRef: {name: share}}\n");

    RestoreStatus status = damaged.ended("proof");
    assertThat(status.phase()).as(status::toString).isEqualTo(RestorePhase.FAILED);
    assertThat(status.reason()).isEqualTo("RepositoryCorrupt");
    assertThat(damaged.condition("proof", "Passed")).contains("Passed=False");
    assertThat(status.targets())
        .singleElement()
        .satisfies(target -> {
          assertThat(target.phase()).isNotEqualTo(RestoredTarget.Phase.SUCCEEDED);
          assertThat(target.message()).isNotBlank();
        });
    assertThat(status.measuredRto()).isNull();
  }

  @Test
  void aRestoreIsStoppedOnRequestAndAtItsDeadline() {
    String stuck = recovery("never", "Never").replace("{name: restorer}", "{name: nobody-made-it}");
    restores.create("cancelled", stuck);
    restores.create("late", stuck + "deadline: 30s\n");
    restores.await("cancelled", RestorePhase.STARTING);
    restores.patch("cancelled", "{\"cancel\":true}");

    assertThat(restores.ended("cancelled").phase()).isEqualTo(RestorePhase.CANCELLED);
    assertThat(restores.condition("cancelled", "Passed")).contains("Passed=False");
    RestoreStatus late = restores.ended("late");
    assertThat(late.phase()).isEqualTo(RestorePhase.FAILED);
    assertThat(late.reason()).isEqualTo("DeadlineExceeded");
  }

  @Test
  void whatIsNotThereIsNamedInASentence() {
    Map<String, String> wrong =
        Map.of(
            "runRef: {name: nobody}",
            "There is no BackupRun nobody.",
            "policyRef: {name: nobody}",
            "There is no BackupPolicy nobody.",
            "snapshot: {repositoryRef: {name: offsite}, id: \"%s\"}".formatted("0a".repeat(32)),
            "Repository offsite holds no snapshot %s.".formatted("0a".repeat(32)),
            "snapshot: {repositoryRef: {name: nowhere}, id: \"%s\"}".formatted("0a".repeat(32)),
            "There is no BackupRepository nowhere.");
    wrong.forEach((source, sentence) ->
        restores.create(nameOf(sentence), "purpose: Test\nsource: {%s}\n".formatted(source)));
    restores.create("no-target", TEST_OF_PAYROLL + "targets: [mail]\n");
    restores.create(
        "too-early",
        "purpose: Test\nsource: {policyRef: {name: payroll, at: \"2020-01-01T00:00:00Z\"}}\n");

    wrong.forEach((_, sentence) -> {
      RestoreStatus status = restores.ended(nameOf(sentence));
      assertThat(status.phase()).isEqualTo(RestorePhase.FAILED);
      assertThat(status.reason()).isEqualTo("NothingToRestore");
      assertThat(status.message()).isEqualTo(sentence);
    });
    assertThat(restores.ended("too-early").message())
        .startsWith("BackupPolicy payroll at or before 2020-01-01T00:00:00Z in repository offsite")
        .contains(" has no copy; the oldest was captured at 2");
    assertThat(restores.ended("no-target").message())
        .startsWith("BackupRun payroll-one has no copy of mail; it has ")
        .contains("payroll");
  }

  private static String nameOf(String sentence) {
    return "wrong-" + Integer.toHexString(sentence.hashCode());
  }

  private void succeeded(String where, String run, String policy) {
    Manifests.apply(landscape.client(), Manifests.run(where, run, policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(where, run));
    assertThat(landscape.phase(where, run))
        .as(() -> landscape.run(where, run) + "\n" + operator.log())
        .contains(RunPhase.SUCCEEDED);
  }

  private Instant capturedAt(String where, String run) {
    return Objects.requireNonNull(
        Objects.requireNonNull(landscape.run(where, run)).getStatus().capturedAt());
  }

  private void secret(String where, String name, String user, String password) {
    landscape
        .client()
        .resource(Manifests.secret(where, name, Map.of("username", user, "password", password)))
        .create();
  }

  private String policy(String where, String database) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata: {name: %s, namespace: %s}
    spec:
      schedules: [{name: only, cron: "0 0 1 1 *"}]
      source:
        postgresql:
          host: %s
          port: %d
          databases: [%s]
          credentialsRef: {name: reader}
      repositories: [{name: offsite}]
    """
        .formatted(database, where, server.host(), server.port(), database);
  }

  private String tell(String restore) {
    return restores.status(restore) + "\n" + operator.log();
  }
}
