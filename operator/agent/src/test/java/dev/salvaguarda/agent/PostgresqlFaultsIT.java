package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies, and certificates that are not what they should be. */
class PostgresqlFaultsIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::startWithTls);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final int MIB = 1 << 20;
  private static final String ROLE = "backup";
  private static final String PASSWORD = "canary-4711";
  private static final String BUSY_DUMP =
      "SELECT count(*) FROM pg_stat_activity"
          + " WHERE application_name = 'salvaguarda' AND state = 'active' AND query LIKE 'COPY%'";

  private AgentBench bench;

  @BeforeAll
  static void fill() {
    RequiredTool.pgDump().path();
    PostgresServer server = SERVER.get();
    server.createReader(ROLE, PASSWORD);
    server.createDatabase("small");
    server.execute("small", "CREATE TABLE t AS SELECT generate_series(1, 100) AS n");
    server.createDatabase("large");
    server.execute(
        "large",
        "CREATE TABLE t AS SELECT g AS n, md5(g::text) || md5((-g)::text) AS noise"
            + " FROM generate_series(1, 3000000) g");
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(S3.get(), folder);
  }

  @Test
  void makesNoSnapshotAndAsksForARetryWhenTheServerIsKilledWhileDataFlow() throws Exception {
    PostgresServer server = SERVER.get();
    Path order = order("localhost", server.port(), "large", requireTls());
    CompletableFuture<AgentBench.Outcome> run = bench.startRun(order);
    Awaitility.await("pg_dump copies the large table")
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ask(server, BUSY_DUMP).equals("1"));

    server.kill();
    AgentBench.Outcome died = run.join();
    AgentBench.Outcome away = bench.run(order);
    server.restart();

    assertThat(died.exitCode()).as(died.output()).isEqualTo(ExitCode.FAILED.status());
    assertThat(died.reasonOf("large")).isIn("DUMP_FAILED", "SOURCE_UNREACHABLE");
    assertThat(away.exitCode()).as(away.output()).isEqualTo(ExitCode.FAILED.status());
    assertThat(away.reason()).isEqualTo("SOURCE_UNREACHABLE");
    assertThat(bench.snapshots()).isEmpty();
    AgentBench.Outcome back = bench.run(order);
    assertThat(back.exitCode()).as(back.output()).isZero();
    bench.restic("check", "--read-data");
  }

  @Test
  void copiesALargeDatabaseWithinHalfOfThePodsMemory(@TempDir Path work) throws Exception {
    Path order = order("localhost", SERVER.get().port(), "large", requireTls());

    AgentBench.Outcome outcome = AgentChild.start(bench, work, order).outcome();

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.result().path("bytesRead").asLong()).isGreaterThan(200L * MIB);
    assertThat(outcome.result().path("peakMemoryBytes").asLong())
        .isPositive()
        .isLessThanOrEqualTo(256L * MIB);
  }

  @Test
  void acceptsTheServersCertificateInEveryMode() throws Exception {
    String ca = SERVER.get().caBundle().orElseThrow().toString();

    for (TlsOrder.Mode mode : TlsOrder.Mode.values()) {
      AgentBench.Outcome outcome = bench.run(order("localhost", new TlsOrder(mode, ca)));

      assertThat(outcome.exitCode()).as(mode + " " + outcome.output()).isZero();
    }
  }

  @Test
  void refusesACertificateOfAnotherAuthority(@TempDir Path other) throws Exception {
    String ca = ServerCertificate.create(other).certificate().toString();

    for (TlsOrder.Mode mode : List.of(TlsOrder.Mode.VERIFY_CA, TlsOrder.Mode.VERIFY_FULL)) {
      AgentBench.Outcome outcome = bench.run(order("localhost", new TlsOrder(mode, ca)));

      assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
      assertThat(outcome.reason()).as(outcome.output()).isEqualTo("SOURCE_TLS_NOT_TRUSTED");
    }
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void refusesACertificateForAnotherHostOnlyWhereTheHostCounts() throws Exception {
    String ca = SERVER.get().caBundle().orElseThrow().toString();
    try (LoopbackRelay relay = LoopbackRelay.to(SERVER.get().port())) {
      AgentBench.Outcome full =
          bench.run(
              order(
                  relay.host(),
                  relay.port(),
                  "small",
                  new TlsOrder(TlsOrder.Mode.VERIFY_FULL, ca)));
      AgentBench.Outcome authority =
          bench.run(
              order(
                  relay.host(), relay.port(), "small", new TlsOrder(TlsOrder.Mode.VERIFY_CA, ca)));

      assertThat(full.reason()).as(full.output()).isEqualTo("SOURCE_TLS_NOT_TRUSTED");
      assertThat(authority.exitCode()).as(authority.output()).isZero();
    }
  }

  private static TlsOrder requireTls() {
    return new TlsOrder(TlsOrder.Mode.REQUIRE, null);
  }

  private Path order(String host, TlsOrder tls) throws IOException {
    return order(host, SERVER.get().port(), "small", tls);
  }

  private Path order(String host, int port, String database, TlsOrder tls) throws IOException {
    return bench.order(
        new SourceOrder(
            "db.example.org",
            new PostgresqlOrder(
                host,
                port,
                List.of(database),
                List.of(),
                bench.secret("username", ROLE),
                bench.secret("password", PASSWORD),
                tls,
                ChunkSize.KIB_16,
                false),
            null,
            null),
        Guards.none());
  }

  private static String ask(PostgresServer server, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("postgres"));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }
}
