package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

/** What a MariaDB with the plugins and the limits of real life does to a dump. */
class MariadbOfDistributionIT {
  @RegisterExtension
  static final Running<MariaDbServer> SERVER = Running.from(MariaDbServer::startInstalled);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String PASSWORD = "canary-4711";

  private static final String BLOCKED_DUMPS =
      "SELECT COUNT(*) FROM information_schema.processlist"
          + " WHERE user = 'backup' AND state LIKE 'Waiting for table metadata lock%'";

  private AgentBench bench;

  @BeforeAll
  static void makeReader() {
    RequiredTool.mariadbDump().path();
    SERVER.get().createReader("backup", PASSWORD);
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(S3.get(), folder);
  }

  @Test
  void copiesAllElseWhereTheServerBehindATableRefuses() throws Exception {
    MariaDbServer server = SERVER.get();
    server.execute(
        "mysql",
        """
        INSTALL SONAME 'ha_federatedx';
        CREATE DATABASE branch;
        CREATE TABLE branch.stock (id INT PRIMARY KEY) AS SELECT 1 AS id;
        CREATE USER visitor@127.0.0.1 IDENTIFIED BY 'right';
        GRANT SELECT ON branch.* TO visitor@127.0.0.1;
        CREATE DATABASE shop;
        CREATE TABLE shop.kept AS SELECT 42 AS answer;
        CREATE TABLE shop.stock (id INT PRIMARY KEY) ENGINE=FEDERATED
          CONNECTION='mysql://visitor:right@127.0.0.1:%d/branch/stock';
        CREATE TABLE shop.zebra AS SELECT 43 AS answer;
        SET PASSWORD FOR visitor@127.0.0.1 = PASSWORD('another');
        FLUSH TABLES;
        """
            .formatted(server.port()));

    AgentBench.Outcome outcome = bench.run(order("shop"));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf("shop")).isEqualTo("DUMP_PARTIAL");
    assertThat(outcome.target("shop").path("failure").path("message").asText()).contains("stock");
    byte[] dump = bench.restic("dump", outcome.snapshotOf("shop"), "/shop.sql");
    assertThat(new String(dump, StandardCharsets.UTF_8))
        .contains("INSERT INTO `kept` VALUES", "INSERT INTO `zebra` VALUES")
        .endsWith("-- Dump completed\n");
  }

  @Test
  void waitsForASlowLineLongerThanTheServerIsSetTo() throws Exception {
    MariaDbServer server = SERVER.get();
    server.execute(
        "mysql",
        """
        CREATE DATABASE archive;
        CREATE TABLE archive.documents (id INT PRIMARY KEY, content LONGBLOB);
        INSERT INTO archive.documents SELECT seq, REPEAT(MD5(seq), 30000) FROM seq_1_to_40;
        SET GLOBAL net_write_timeout = 1;
        """);
    CompletableFuture<AgentBench.Outcome> run;
    try (Connection blocker = connect();
        Statement statement = blocker.createStatement()) {
      boolean _ = statement.execute("LOCK TABLES archive.documents WRITE");
      run = bench.startRun(order("archive"));
      Awaitility.await("the dump waits for the table")
          .atMost(Duration.ofMinutes(2))
          .until(() -> blockedDumps() == 1);
      try (HeldDump _ = HeldDump.of("mariadb-dump")) {
        boolean _ = statement.execute("UNLOCK TABLES");
        HeldDump.awaitImpatience(() -> blockedDumps() == 0);
      }
    } finally {
      server.execute("mysql", "SET GLOBAL net_write_timeout = DEFAULT");
    }
    AgentBench.Outcome outcome = run.join();

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @Test
  void accountsComeBackIntoAServerThatHasOtherDatabases() throws Exception {
    SERVER
        .get()
        .execute(
            "mysql",
            """
            CREATE DATABASE kept;
            CREATE TABLE kept.t AS SELECT 1 AS n;
            CREATE ROLE readers;
            CREATE USER clerk@'%' IDENTIFIED BY 'clerk-canary';
            GRANT SELECT ON kept.t TO readers;
            GRANT readers TO clerk@'%';
            """);
    Path scratch = Machine.temporaryFolder("scratch");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    AgentBench.Outcome restored;
    try {
      AgentBench.Outcome copied = bench.run(order("kept", true));
      restored =
          bench.run(
              bench.order(
                  List.of(copied.wanted("kept"), copied.wanted("globals")),
                  RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 0)),
                  false));
    } finally {
      Folders.delete(scratch);
    }

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target("globals").path("rung").asText()).isEqualTo("V3");
    assertThat(restored.output()).doesNotContain("canary", "IDENTIFIED");
  }

  private static int blockedDumps() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(BLOCKED_DUMPS)) {
      return rows.next() ? rows.getInt(1) : 0;
    }
  }

  private static Connection connect() throws SQLException {
    return DriverManager.getConnection(SERVER.get().jdbcUrl("mysql"));
  }

  private Path order(String database) throws IOException {
    return order(database, false);
  }

  private Path order(String database, boolean globals) throws IOException {
    return bench.order(
        new SourceOrder(
            "db.example.org",
            null,
            new MariadbOrder(
                "127.0.0.1",
                SERVER.get().port(),
                List.of(database),
                List.of(),
                bench.secret("username", "backup"),
                bench.secret("password", PASSWORD),
                new TlsOrder(TlsOrder.Mode.PREFER, null),
                ChunkSize.KIB_16,
                globals),
            null),
        Guards.none());
  }
}
