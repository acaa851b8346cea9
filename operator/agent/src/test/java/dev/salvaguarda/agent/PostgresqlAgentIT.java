package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlAgentIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private PostgresqlFixture server;
  private S3Server s3;
  private AgentBench bench;

  @BeforeAll
  void startServers(@TempDir Path serverFolder) throws Exception {
    RequiredTool.pgDump().path();
    server = PostgresqlFixture.start(serverFolder);
    s3 = S3ProxyServer.start();
    server.sql("postgres", "CREATE DATABASE payroll");
    server.sql(
        "payroll",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, 20000) g");
  }

  @AfterAll
  void stopServers() throws IOException {
    s3.close();
    server.close();
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(s3, folder);
  }

  @Test
  void storesWhatStockResticRestoresAndPsqlLoads() throws Exception {
    AgentBench.Outcome outcome = bench.run(order(List.of(), true));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.result().path("outcome").asText()).isEqualTo("SUCCEEDED");
    JsonNode payroll = outcome.target("payroll");
    byte[] dump = bench.restic("dump", payroll.path("snapshotId").asText(), "/payroll.sql");
    assertThat(AgentBench.sha256(dump)).isEqualTo(payroll.path("sha256").asText());
    assertThat(payroll.path("bytesRead").asLong()).isEqualTo(dump.length);
    assertThat(payroll.path("consistency").asText()).isEqualTo("APPLICATION");
    assertThat(outcome.terminationMessage()).isEqualTo(outcome.result().toString());

    server.sql("postgres", "CREATE DATABASE restored");
    load("restored", dump);
    assertThat(fingerprint("restored")).isEqualTo(fingerprint("payroll"));
    server.sql("postgres", "DROP DATABASE restored");
    byte[] check = bench.restic("check", "--read-data");
    assertThat(check).isNotNull();
  }

  @Test
  void storesAlmostNothingOnTheSecondDay() throws Exception {
    AgentBench.Outcome first = bench.run(order(List.of("payroll"), false));
    AgentBench.Outcome second = bench.run(order(List.of("payroll"), false));

    assertThat(second.target("payroll").path("sha256"))
        .isEqualTo(first.target("payroll").path("sha256"));
    assertThat(second.result().path("bytesStored").asLong())
        .isLessThan(first.result().path("bytesStored").asLong() / 4);
  }

  @Test
  void makesNoSnapshotWithAWrongPasswordAndDoesNotAskForARetry() throws Exception {
    AgentBench.Outcome outcome =
        bench.run(bench.order(source(List.of("payroll"), true, "wrong"), Guards.none()));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reason()).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void storesTheOthersWhenADatabaseIsMissing() throws Exception {
    AgentBench.Outcome outcome = bench.run(order(List.of("payrol", "payroll"), false));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf("payrol")).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(outcome.target("payroll").path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(bench.snapshots()).hasSize(1);
  }

  @Test
  void callsNoListOfRolesTooSmall() throws Exception {
    SourceOrder source = source(List.of("payroll"), true, PostgresqlFixture.PASSWORD);

    AgentBench.Outcome outcome = bench.run(bench.order(source, new Guards(2_048, 100)));

    assertThat(outcome.target("globals").path("bytesRead").asLong()).isLessThan(2_048);
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.SUCCEEDED.status());
  }

  @Test
  void makesNoSnapshotOfADatabaseThatTheRoleMayNotRead() throws Exception {
    server.sql("postgres", "CREATE ROLE stranger LOGIN PASSWORD 'stranger-canary'");
    SourceOrder source =
        source(
            List.of("payroll"),
            false,
            bench.secret("stranger", "stranger"),
            bench.secret("stranger-password", "stranger-canary"),
            new TlsOrder(TlsOrder.Mode.DISABLE, null));

    AgentBench.Outcome outcome = bench.run(bench.order(source, Guards.none()));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reasonOf("payroll")).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void repeatsTheServersSentenceAboutATableThatTheRoleMayNotRead() throws Exception {
    server.sql("postgres", "CREATE ROLE half LOGIN PASSWORD 'half-canary'");
    SourceOrder source =
        source(
            List.of("payroll"),
            false,
            bench.secret("half", "half"),
            bench.secret("half-password", "half-canary"),
            new TlsOrder(TlsOrder.Mode.DISABLE, null));

    AgentBench.Outcome outcome = bench.run(bench.order(source, Guards.none()));

    assertThat(outcome.reasonOf("payroll")).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(outcome.target("payroll").path("failure").path("message").asText())
        .contains("permission denied for table staff");
  }

  @Test
  void leavesOutWhatWasDroppedHalfWayAndNamesIt() throws Exception {
    server.sql("postgres", "CREATE DATABASE halfdropped");
    server.sql(
        "postgres", "UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'halfdropped'");

    AgentBench.Outcome all = bench.run(order(List.of(), false));
    AgentBench.Outcome named = bench.run(order(List.of("halfdropped"), false));

    assertThat(all.exitCode()).as(all.output()).isZero();
    assertThat(all.output()).contains("DATABASE_INVALID", "The database halfdropped of");
    assertThat(named.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(named.reasonOf("halfdropped")).isEqualTo("DATABASE_INVALID");
    server.sql("postgres", "DROP DATABASE halfdropped");
  }

  @Test
  void asksForNoRetryOfADatabaseThatTakesNoConnections() throws Exception {
    server.sql("postgres", "CREATE DATABASE closed CONNECTION LIMIT 0");

    AgentBench.Outcome outcome = bench.run(order(List.of("closed", "payroll"), false));

    assertThat(outcome.reasonOf("closed")).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    server.sql("postgres", "DROP DATABASE closed");
  }

  @Test
  void asksTheNamedDatabaseFirstAndNeedsNoOther() throws Exception {
    server.onlyAdmits("payroll");
    try {
      AgentBench.Outcome outcome = bench.run(order(List.of("payroll"), true));

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    } finally {
      server.onlyAdmits("all");
    }
  }

  @Test
  void repeatsTheServersSentenceAndTriesAgainWhenARoleHasNoConnectionsLeft() throws Exception {
    server.sql(
        "postgres", "CREATE ROLE crowded LOGIN PASSWORD 'crowded-canary' CONNECTION LIMIT 0");
    SourceOrder source =
        source(
            List.of("payroll"),
            false,
            bench.secret("crowded", "crowded"),
            bench.secret("crowded-password", "crowded-canary"),
            new TlsOrder(TlsOrder.Mode.DISABLE, null));

    AgentBench.Outcome outcome = bench.run(bench.order(source, Guards.none()));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED.status());
    assertThat(outcome.result().path("failure").path("message").asText())
        .contains("too many connections for role \"crowded\"", "SQL state 53300");
  }

  @Test
  void refusesAServerWithoutTlsWhereACertificateIsAsked() throws Exception {
    SourceOrder source =
        source(
            List.of("payroll"),
            false,
            bench.secret("username", PostgresqlFixture.ROLE),
            bench.secret("password", PostgresqlFixture.PASSWORD),
            new TlsOrder(TlsOrder.Mode.VERIFY_FULL, null));

    AgentBench.Outcome outcome = bench.run(bench.order(source, Guards.none()));

    assertThat(outcome.reason()).isEqualTo("SOURCE_TLS_NOT_TRUSTED");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void keepsADoubtedCopyAndGoesOnDoubting() throws Exception {
    Guards guards = new Guards(0, 50);
    server.sql("postgres", "CREATE DATABASE shrinking");
    server.sql(
        "shrinking", "CREATE TABLE t AS SELECT md5(g::text) FROM generate_series(1, 5000) g");
    SourceOrder source = source(List.of("shrinking"), false, PostgresqlFixture.PASSWORD);
    AgentBench.Outcome before = bench.run(bench.order(source, guards));
    server.sql("shrinking", "TRUNCATE t");

    AgentBench.Outcome dayTwo = bench.run(bench.order(source, guards));
    AgentBench.Outcome dayThree = bench.run(bench.order(source, guards));

    assertThat(before.exitCode()).isZero();
    assertThat(List.of(dayTwo, dayThree))
        .allSatisfy(outcome -> {
          assertThat(outcome.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
          assertThat(outcome.reasonOf("shrinking")).isEqualTo("GUARD_MAX_SHRINK");
        });
    assertThat(bench.snapshots()).hasSize(3);
  }

  @Test
  void makesNoSnapshotWhenTheServerEndsTheDump() throws Exception {
    Path order = order(List.of("payroll"), false);

    try (Connection blocker = lockStaff()) {
      CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
      awaitDump();
      server.sql(
          "postgres",
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE application_name = 'salvaguarda' AND datname = 'payroll'");
      AgentBench.Outcome outcome = run.join();
      blocker.rollback();

      assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED.status());
      assertThat(outcome.reasonOf("payroll")).isEqualTo("DUMP_FAILED");
      assertThat(bench.snapshots()).isEmpty();
    }
  }

  @Test
  void showsNoSecretToAnybodyWhoLooksAtProcessesOrLogs() throws Exception {
    Path order = order(List.of("payroll"), false);

    try (Connection blocker = lockStaff()) {
      CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
      awaitDump();
      List<String> seen = AgentBench.visibleProcesses();
      blocker.rollback();
      AgentBench.Outcome outcome = run.join();

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      assertThat(seen).anyMatch(text -> text.contains("pg_dump"));
      assertThat(seen).noneMatch(text -> text.contains("canary"));
      assertThat(outcome.output()).doesNotContain("canary");
    }
  }

  @Test
  void stopsCleanlyOnSigterm(@TempDir Path folder) throws Exception {
    Path order = order(List.of("payroll"), false);

    try (Connection blocker = lockStaff()) {
      AgentChild agent = AgentChild.start(bench, folder, order);
      awaitDump();
      agent.process().destroy();
      AgentBench.Outcome outcome = agent.outcome();
      blocker.rollback();

      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.CANCELLED.status());
      assertThat(outcome.result().path("outcome").asText()).isEqualTo("CANCELLED");
      assertThat(bench.snapshots()).isEmpty();
      assertThat(new String(bench.restic("list", "locks"), StandardCharsets.UTF_8)).isBlank();
    }
  }

  private Connection lockStaff() throws Exception {
    Connection connection = server.connect("payroll");
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute("LOCK TABLE staff IN ACCESS EXCLUSIVE MODE");
    }
    return connection;
  }

  private void awaitDump() {
    Awaitility.await("pg_dump waits for the locked table")
        .atMost(PATIENCE)
        .until(() ->
            server
                .ask(
                    "postgres",
                    "SELECT count(*) FROM pg_stat_activity WHERE application_name ="
                        + " 'salvaguarda' AND datname = 'payroll' AND wait_event_type = 'Lock'")
                .equals("1"));
  }

  private String fingerprint(String database) throws Exception {
    return server.ask(
        database, "SELECT count(*) || md5(string_agg(s::text, ',' ORDER BY id)) FROM staff s");
  }

  private void load(String database, byte[] dump) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            RequiredTool.psql().path().toString(),
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(server.port()),
            "-U",
            "postgres",
            database);
    builder.environment().put("PGPASSWORD", PostgresqlFixture.ADMIN_PASSWORD);
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.INHERIT);
    Process process = builder.start();
    try (var input = process.getOutputStream()) {
      input.write(dump);
    }
    assertThat(process.waitFor()).isZero();
  }

  private Path order(List<String> databases, boolean globals) throws IOException {
    return bench.order(source(databases, globals, PostgresqlFixture.PASSWORD), Guards.none());
  }

  private SourceOrder source(List<String> databases, boolean globals, String password)
      throws IOException {
    return source(
        databases,
        globals,
        bench.secret("username", PostgresqlFixture.ROLE),
        bench.secret("password", password),
        new TlsOrder(TlsOrder.Mode.PREFER, null));
  }

  private SourceOrder source(
      List<String> databases, boolean globals, String userFile, String passwordFile, TlsOrder tls) {
    return new SourceOrder(
        "db.example.org",
        new PostgresqlOrder(
            "127.0.0.1",
            server.port(),
            databases,
            List.of(),
            userFile,
            passwordFile,
            tls,
            ChunkSize.KIB_16,
            globals),
        null,
        null);
  }
}
