package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
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
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a PostgreSQL of another language and with the limits of real life does to a dump. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlOfDistributionIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String PASSWORD = "canary-4711";
  private static final String BLOCKED_DUMPS =
      "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'salvaguarda'"
          + " AND wait_event_type = 'Lock'";

  private InstalledPostgresql server;
  private AgentBench bench;

  @BeforeAll
  void startServer() throws Exception {
    RequiredTool.pgDump().path();
    server = InstalledPostgresql.startSpeaking("es_ES");
    server.execute(
        "postgres",
        "CREATE ROLE backup LOGIN PASSWORD '" + PASSWORD + "'",
        "GRANT pg_read_all_data TO backup",
        "CREATE ROLE half LOGIN PASSWORD '" + PASSWORD + "'");
  }

  @AfterAll
  void stopServer() {
    server.close();
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(S3.get(), folder);
  }

  @Test
  void understandsARefusalInAnotherLanguage() throws Exception {
    server.execute("postgres", "CREATE DATABASE payroll");
    server.execute("payroll", "CREATE TABLE staff (id int)");

    AgentBench.Outcome outcome = bench.run(order("half", "payroll"));

    assertThat(outcome.exitCode())
        .as(outcome.output())
        .isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reasonOf("payroll")).isEqualTo("SOURCE_ACCESS_DENIED");
    assertThat(messageAbout("payroll", outcome)).contains("permiso denegado a la tabla staff");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void repeatsTheCauseThatStandsBelowTheErrorAndAsksForNoRetryOfADamagedRow() throws Exception {
    server.execute(
        "postgres", "CREATE DATABASE damaged", "ALTER ROLE backup SET lc_messages = 'C'");
    server.execute(
        "damaged",
        "CREATE TYPE mood AS ENUM ('calm', 'wild')",
        "CREATE TABLE staff AS SELECT 'wild'::mood AS mood",
        "DELETE FROM pg_enum WHERE enumlabel = 'wild'");

    AgentBench.Outcome outcome = bench.run(order("backup", "damaged"));

    assertThat(outcome.exitCode())
        .as(outcome.output())
        .isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reasonOf("damaged")).isEqualTo("DUMP_BLOCKED");
    assertThat(messageAbout("damaged", outcome))
        .contains("Dumping the contents of table \"staff\" failed")
        .contains("invalid internal value for enum");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void isNotHurriedByTheLimitsOfItsRole() throws Exception {
    server.execute(
        "postgres",
        "CREATE DATABASE archive",
        "CREATE ROLE hurried LOGIN PASSWORD '" + PASSWORD + "'",
        "GRANT pg_read_all_data TO hurried",
        "ALTER ROLE hurried SET statement_timeout = '1s'",
        "ALTER ROLE hurried SET lock_timeout = '1s'",
        "ALTER ROLE hurried SET idle_session_timeout = '1s'",
        "ALTER ROLE hurried SET idle_in_transaction_session_timeout = '1s'");
    server.execute(
        "archive",
        "CREATE TABLE documents AS SELECT n, repeat(md5(n::text), 30000)"
            + " FROM generate_series(1, 40) n");
    CompletableFuture<AgentBench.Outcome> run;
    try (Connection blocker = server.connect("archive");
        Statement statement = blocker.createStatement()) {
      blocker.setAutoCommit(false);
      boolean _ = statement.execute("LOCK TABLE documents IN ACCESS EXCLUSIVE MODE");
      run = bench.startRun(order("hurried", "archive"));
      Awaitility.await("the dump waits for the table")
          .atMost(Duration.ofMinutes(2))
          .until(() -> blockedDumps().equals("1"));
      try (HeldDump _ = HeldDump.of("pg_dump")) {
        blocker.rollback();
        HeldDump.awaitImpatience(() -> blockedDumps().equals("0"));
      }
    }
    AgentBench.Outcome outcome = run.join();

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  private String blockedDumps() throws Exception {
    return server.rows("postgres", BLOCKED_DUMPS).getFirst();
  }

  private static String messageAbout(String target, AgentBench.Outcome outcome) {
    return outcome.target(target).path("failure").path("message").asText();
  }

  private Path order(String role, String database) throws IOException {
    return bench.order(
        new SourceOrder(
            "db.example.org",
            new PostgresqlOrder(
                "127.0.0.1",
                server.port(),
                List.of(database),
                List.of(),
                bench.secret("username", role),
                bench.secret("password", PASSWORD),
                new TlsOrder(TlsOrder.Mode.DISABLE, null),
                ChunkSize.KIB_16,
                false),
            null,
            null),
        Guards.none());
  }
}
