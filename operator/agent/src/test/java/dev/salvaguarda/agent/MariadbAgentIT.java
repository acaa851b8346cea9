package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.s3.S3Server;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MariadbAgentIT {
  private static final TlsOrder PREFER = new TlsOrder(TlsOrder.Mode.PREFER, null);

  private MariadbFixture server;
  private S3Server s3;
  private AgentBench bench;

  @BeforeAll
  void startServers() throws Exception {
    RequiredTool.mariadbDump().path();
    server = MariadbFixture.start();
    s3 = S3ProxyServer.start();
  }

  @AfterAll
  void stopServers() {
    s3.close();
    server.close();
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(s3, folder);
  }

  @Test
  void storesWhatStockResticRestoresAndTheClientLoads() throws Exception {
    AgentBench.Outcome outcome = bench.run(order(List.of("payroll"), List.of()));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    JsonNode payroll = outcome.target("payroll");
    byte[] dump = bench.restic("dump", outcome.snapshotOf("payroll"), "/payroll.sql");
    assertThat(AgentBench.sha256(dump)).isEqualTo(payroll.path("sha256").asText());
    assertThat(payroll.path("bytesRead").asLong()).isEqualTo(dump.length);
    assertThat(payroll.path("consistency").asText()).isEqualTo("APPLICATION");
    assertThat(new String(dump, StandardCharsets.UTF_8))
        .contains("PROCEDURE `raise`", "EVENT `yearly`", "TRIGGER staff_named", "VIEW `seniors`")
        .endsWith("-- Dump completed\n");

    server.load("payroll_restored", dump);
    assertThat(server.contents("payroll_restored")).isEqualTo(server.contents("payroll"));
    assertThat(bench.restic("check", "--read-data")).isNotNull();
  }

  @Test
  void storesEveryDatabaseButTheExcludedAndTheServersOwn() throws Exception {
    AgentBench.Outcome outcome =
        bench.run(order(List.of(), List.of("scratch", "payroll_restored")));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.result().path("targets"))
        .extracting(target -> target.path("name").asText())
        .contains("payroll", "odd/name %")
        .doesNotContain("scratch", "mysql", "sys", "information_schema", "performance_schema");
    byte[] odd = bench.restic("dump", outcome.snapshotOf("odd/name %"), "/odd%2Fname %25.sql");
    assertThat(AgentBench.sha256(odd))
        .isEqualTo(outcome.target("odd/name %").path("sha256").asText());
  }

  @Test
  void storesAlmostNothingOnTheSecondDay() throws Exception {
    AgentBench.Outcome first = bench.run(order(List.of("payroll"), List.of()));
    AgentBench.Outcome second = bench.run(order(List.of("payroll"), List.of()));

    assertThat(second.target("payroll").path("sha256"))
        .isEqualTo(first.target("payroll").path("sha256"));
    assertThat(second.result().path("bytesStored").asLong())
        .isLessThan(first.result().path("bytesStored").asLong() / 20);
  }

  @Test
  void saysThatTablesWithoutTransactionsAreNotOneState() throws Exception {
    server.sql(
        "CREATE DATABASE IF NOT EXISTS old", "USE old", "CREATE TABLE t (n INT) ENGINE=MyISAM");

    AgentBench.Outcome outcome = bench.run(order(List.of("old"), List.of()));

    assertThat(outcome.target("old").path("consistency").asText()).isEqualTo("CRASH");
    assertThat(outcome.output())
        .contains("TABLE_NOT_TRANSACTIONAL", "no transactions in the engine of table t;");
    server.sql("DROP DATABASE old");
  }

  @Test
  void makesNoSnapshotWithAWrongPasswordAndDoesNotAskForARetry() throws Exception {
    AgentBench.Outcome outcome =
        bench.run(order("127.0.0.1", server.port(), MariadbFixture.ROLE, "wrong-canary", PREFER));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reason()).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(outcome.output()).doesNotContain("canary");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void storesTheOthersWhenADatabaseIsMissing() throws Exception {
    AgentBench.Outcome outcome = bench.run(order(List.of("payrol", "payroll"), List.of()));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf("payrol")).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(outcome.target("payroll").path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(bench.snapshots()).hasSize(1);
  }

  @Test
  void namesTheGrantsThatAnAccountLacksAndMakesNoSnapshot() throws Exception {
    server.sql(
        "CREATE OR REPLACE USER reader@'%' IDENTIFIED BY 'reader-canary'",
        "GRANT SELECT ON payroll.* TO reader@'%'");

    AgentBench.Outcome outcome =
        bench.run(order("127.0.0.1", server.port(), "reader", "reader-canary", PREFER));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reasonOf("payroll")).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(outcome.target("payroll").path("failure").path("message").asText())
        .contains("SHOW VIEW", "TRIGGER", "EVENT", "SHOW CREATE ROUTINE");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void doesWithTheGrantsOfTheGuideForOneDatabase() throws Exception {
    server.sql(
        "CREATE OR REPLACE USER narrow@'%' IDENTIFIED BY 'narrow-canary' REQUIRE SSL",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON payroll.* TO narrow@'%'",
        "GRANT SHOW CREATE ROUTINE ON payroll.* TO narrow@'%'");

    AgentBench.Outcome outcome =
        bench.run(order("127.0.0.1", server.port(), "narrow", "narrow-canary", PREFER));
    AgentBench.Outcome byAnother = bench.run(order(List.of("payroll"), List.of()));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target("payroll").path("sha256"))
        .isEqualTo(byAnother.target("payroll").path("sha256"));
  }

  @Test
  void storesTheDatabasesWhereAccountsCantBeReadAndSaysSo() throws Exception {
    server.sql(
        "CREATE OR REPLACE USER narrow@'%' IDENTIFIED BY 'narrow-canary'",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON payroll.* TO narrow@'%'",
        "GRANT SHOW CREATE ROUTINE ON payroll.* TO narrow@'%'");

    AgentBench.Outcome outcome =
        bench.run(order("127.0.0.1", server.port(), "narrow", "narrow-canary", PREFER, true));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.target("payroll").path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(outcome.reasonOf("globals")).isEqualTo("GLOBALS_NOT_READABLE");
    assertThat(outcome.target("globals").path("failure").path("message").asText())
        .contains("narrow lacks SELECT on *.*", "globals: false");
  }

  @Test
  void acceptsTheServersCertificateInEveryModeThatChecksIt() throws Exception {
    String ca = server.caBundle().toString();

    for (TlsOrder.Mode mode : TlsOrder.Mode.values()) {
      AgentBench.Outcome outcome = bench.run(tlsOrder("localhost", new TlsOrder(mode, ca)));

      assertThat(outcome.exitCode()).as(mode + " " + outcome.output()).isZero();
    }
  }

  @Test
  void refusesACertificateOfAnotherAuthority(@TempDir Path other) throws Exception {
    String ca = ServerCertificate.create(other).certificate().toString();

    for (TlsOrder.Mode mode : List.of(TlsOrder.Mode.VERIFY_CA, TlsOrder.Mode.VERIFY_FULL)) {
      AgentBench.Outcome outcome = bench.run(tlsOrder("localhost", new TlsOrder(mode, ca)));

      assertThat(outcome.reason()).as(outcome.output()).isEqualTo("SOURCE_TLS_NOT_TRUSTED");
    }
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void refusesACertificateForAnotherHostInEveryModeThatChecksOne() throws Exception {
    String ca = server.caBundle().toString();
    try (LoopbackRelay relay = LoopbackRelay.to(server.port())) {
      for (TlsOrder.Mode mode : List.of(TlsOrder.Mode.VERIFY_CA, TlsOrder.Mode.VERIFY_FULL)) {
        AgentBench.Outcome outcome = bench.run(order(relay, new TlsOrder(mode, ca)));

        assertThat(outcome.reason()).as(outcome.output()).isEqualTo("SOURCE_TLS_NOT_TRUSTED");
      }
    }
  }

  @Test
  void storesTheRestOfADatabaseWithAViewOnATableThatIsGone() throws Exception {
    server.sql(
        "CREATE OR REPLACE DATABASE broken",
        "USE broken",
        "CREATE TABLE t (n INT)",
        "CREATE TABLE kept AS SELECT 1 AS n",
        "CREATE VIEW v AS SELECT n FROM t",
        "CREATE VIEW `over v` AS SELECT n FROM v",
        "DROP TABLE t");

    AgentBench.Outcome outcome = bench.run(order(List.of("broken"), List.of()));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf("broken")).isEqualTo("DUMP_PARTIAL");
    assertThat(outcome.target("broken").path("failure").path("message").asText())
        .startsWith("The copy lacks views over v, v, since reading it gives: View 'broken.");
    server.load("whole", bench.restic("dump", outcome.snapshotOf("broken"), "/broken.sql"));
    assertThat(server.contents("whole")).contains("`kept`");
    server.sql("DROP DATABASE broken", "DROP DATABASE whole");
  }

  @Test
  void readsGrantsOfAServerThatQuotesInAnotherWay() throws Exception {
    server.sql(
        "CREATE OR REPLACE USER ansi@'%' IDENTIFIED BY 'ansi-canary'",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON payroll.* TO ansi@'%'",
        "GRANT SHOW CREATE ROUTINE ON payroll.* TO ansi@'%'",
        "SET GLOBAL sql_mode = 'ANSI'",
        "SET GLOBAL lc_messages = 'es_ES'");
    try {
      AgentBench.Outcome outcome =
          bench.run(order("127.0.0.1", server.port(), "ansi", "ansi-canary", PREFER));

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    } finally {
      server.sql("SET GLOBAL sql_mode = DEFAULT", "SET GLOBAL lc_messages = DEFAULT");
    }
  }

  @Test
  void repeatsTheServersOwnSentence() throws Exception {
    server.sql("CREATE OR REPLACE USER expired@'%' IDENTIFIED BY 'expired-canary' ACCOUNT LOCK");

    AgentBench.Outcome outcome =
        bench.run(order("127.0.0.1", server.port(), "expired", "expired-canary", PREFER));

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.result().path("failure").path("message").asText())
        .contains("account is locked", "error 4151");
  }

  @Test
  void makesNoSnapshotWhenTheServerEndsTheDump() throws Exception {
    Path order = order(List.of("payroll"), List.of());

    try (Connection blocker = server.lockStaff()) {
      CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
      server.sql("KILL CONNECTION " + server.awaitBlockedDump());
      AgentBench.Outcome outcome = run.join();
      MariadbFixture.unlock(blocker);

      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.FAILED.status());
      assertThat(outcome.reasonOf("payroll")).isEqualTo("DUMP_FAILED");
      assertThat(bench.snapshots()).isEmpty();
    }
  }

  @Test
  void asksForARetryWhenTheServerDiesDuringTheDump() throws Exception {
    Path order = order(List.of("payroll"), List.of());

    try (Connection _ = server.lockStaff()) {
      CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
      String _ = server.awaitBlockedDump();
      server.kill();
      AgentBench.Outcome died = run.join();
      AgentBench.Outcome away = bench.run(order);

      assertThat(died.exitCode()).as(died.output()).isEqualTo(ExitCode.FAILED.status());
      assertThat(died.reasonOf("payroll")).isIn("DUMP_FAILED", "SOURCE_UNREACHABLE");
      assertThat(away.reason()).as(away.output()).isEqualTo("SOURCE_UNREACHABLE");
      assertThat(bench.snapshots()).isEmpty();
    } finally {
      server.restart();
    }
    assertThat(bench.run(order).exitCode()).isZero();
  }

  @Test
  void showsNoSecretToAnybodyWhoLooksAtProcessesOrLogs() throws Exception {
    Path order = order(List.of("payroll"), List.of());

    try (Connection blocker = server.lockStaff()) {
      CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
      String _ = server.awaitBlockedDump();
      List<String> seen = AgentBench.visibleProcesses();
      MariadbFixture.unlock(blocker);
      AgentBench.Outcome outcome = run.join();

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      assertThat(seen).anyMatch(text -> text.contains("mariadb-dump"));
      assertThat(seen).noneMatch(text -> text.contains("canary"));
      assertThat(outcome.output()).doesNotContain("canary");
    }
  }

  private Path order(List<String> databases, List<String> excluded) throws IOException {
    return bench.order(
        source(
            new MariadbOrder(
                "127.0.0.1",
                server.port(),
                databases,
                excluded,
                bench.secret("username", MariadbFixture.ROLE),
                bench.secret("password", MariadbFixture.PASSWORD),
                PREFER,
                ChunkSize.KIB_16,
                false)),
        Guards.none());
  }

  private Path order(LoopbackRelay relay, TlsOrder tls) throws IOException {
    return order(relay.host(), relay.port(), MariadbFixture.ROLE, MariadbFixture.PASSWORD, tls);
  }

  private Path tlsOrder(String host, TlsOrder tls) throws IOException {
    return order(host, server.port(), MariadbFixture.ROLE, MariadbFixture.PASSWORD, tls);
  }

  private Path order(String host, int port, String user, String password, TlsOrder tls)
      throws IOException {
    return order(host, port, user, password, tls, false);
  }

  private Path order(
      String host, int port, String user, String password, TlsOrder tls, boolean globals)
      throws IOException {
    return bench.order(
        source(
            new MariadbOrder(
                host,
                port,
                List.of("payroll"),
                List.of(),
                bench.secret("username", user),
                bench.secret("password", password),
                tls,
                ChunkSize.KIB_16,
                globals)),
        Guards.none());
  }

  private static SourceOrder source(MariadbOrder order) {
    return new SourceOrder("db.example.org", null, order, null);
  }
}
