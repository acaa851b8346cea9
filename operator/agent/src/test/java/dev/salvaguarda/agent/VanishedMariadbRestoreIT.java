package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker that vanishes untold, at any step of a restore into a MariaDB server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedMariadbRestoreIT {
  @RegisterExtension
  static final Running<MariaDbServer> SERVER = Running.from(MariaDbServer::startInstalled);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String COMMENT = "it's ours";

  private AgentBench bench;
  private AgentBench.Outcome copied;

  /** Pieces that an undisturbed restore says to the server. */
  private int steps;

  @BeforeAll
  void copy(@TempDir Path folder) throws Exception {
    RequiredTool.mariadbDump().path();
    MariaDbServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.execute(
        "mysql",
        "CREATE USER administrator@'%' IDENTIFIED BY 'any';"
            + "GRANT ALL ON *.* TO administrator@'%' WITH GRANT OPTION;"
            + "CREATE DATABASE payroll COMMENT 'it''s ours'");
    server.execute(
        "payroll",
        "CREATE TABLE staff (id INT PRIMARY KEY, name VARCHAR(80));"
            + "INSERT INTO staff SELECT seq, MD5(seq) FROM seq_1_to_500;"
            + "CREATE SEQUENCE numbers START WITH 7;"
            + "CREATE VIEW seniors AS SELECT * FROM staff WHERE id < 10;"
            + "CREATE TRIGGER renamed BEFORE UPDATE ON staff FOR EACH ROW SET NEW.name = 'x'");
    bench = new AgentBench(S3.get(), folder);
    copied = MariadbCopy.of(server, bench, "payroll");
    try (MortalRelay relay = MortalRelay.to(server.port())) {
      assertThat(bench.run(order(relay.port())).exitCode()).isZero();
      steps = relay.said();
    }
  }

  @BeforeEach
  void removeWhatWasRestored() {
    SERVER.get().execute("mysql", "DROP DATABASE IF EXISTS payroll_back");
  }

  @SeededTest(fixed = 6)
  void whateverStepWasTheLastTheNextAttemptCompletesTheRestore(long seed) throws Exception {
    Random random = new Random(seed);
    // Most of what is said is the way to the name.
    int step =
        random.nextInt(4) > 0 ? steps - random.nextInt(steps / 2) : random.nextInt(steps) + 1;
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      if (random.nextBoolean()) {
        relay.diesBefore(step);
      } else {
        relay.diesAfter(step);
      }
      Path order = order(relay.port());
      AgentBench.Outcome first = bench.run(order);
      if (databases().contains("payroll_back") && !comment().contains("not complete")) {
        requireWhole();
      }
      AgentBench.Outcome last = first.exitCode() == 0 ? first : bench.run(direct(order, relay));

      assertThat(last.exitCode()).as(last.output()).isZero();
      assertThat(last.target("payroll").path("rung").asText()).isEqualTo("V3");
      assertThat(last.target("payroll").path("sha256Matches").asBoolean()).isTrue();
      requireWhole();
      assertThat(databases()).containsExactly("payroll", "payroll_back");
      if (first.exitCode() != 0) {
        assertThat(comment()).isEqualTo(COMMENT);
      }
    }
  }

  @Test
  void aDatabaseThatWasFinishedAndNeverToldIsKnownByItsMark() throws Exception {
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("COMMENT = '[Salvaguarda: restored as ");
      Path order = order(relay.port());
      AgentBench.Outcome vanished = bench.run(order);

      assertThat(vanished.exitCode()).as(vanished.output()).isNotZero();
      assertThat(comment()).startsWith("[Salvaguarda: restored as ").endsWith(COMMENT);
      AgentBench.Outcome another = bench.run(order(SERVER.get().port()));
      assertThat(another.reasonOf("payroll")).isEqualTo("TARGET_EXISTS");
      SERVER.get().execute("payroll_back", "INSERT INTO staff VALUES (0, 'since then')");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.exitCode()).as(next.output()).isZero();
      assertThat(rows("payroll_back", "SELECT count(*) FROM staff")).containsExactly("501");
      assertThat(comment()).isEqualTo(COMMENT);
    }
  }

  @Test
  void aDatabaseThatWasOnlyJustMadeIsKnownAsOurs() throws Exception {
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("CREATE DATABASE `payroll_back`");
      Path order = order(relay.port());
      AgentBench.Outcome _ = bench.run(order);
      assertThat(databases()).contains("payroll_back");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.exitCode()).as(next.output()).isZero();
      requireWhole();
    }
  }

  private static void requireWhole() throws SQLException {
    assertThat(rows("payroll_back", "SELECT count(*) FROM staff")).containsExactly("500");
    assertThat(rows("payroll_back", "SELECT count(*) FROM seniors")).containsExactly("9");
    assertThat(
            rows(
                "payroll_back",
                "SELECT trigger_name FROM information_schema.triggers"
                    + " WHERE trigger_schema = 'payroll_back'"))
        .containsExactly("renamed");
  }

  /** The same order for a worker that is not behind the relay. */
  private Path direct(Path order, MortalRelay relay) throws IOException {
    return bench.changed(order, "\"port\":" + relay.port(), "\"port\":" + SERVER.get().port());
  }

  private Path order(int port) throws IOException {
    Wanted wanted = copied.wanted("payroll");
    return bench.order(
        List.of(new Wanted("payroll", wanted.snapshotId(), wanted.sha256(), "payroll_back")),
        RestoreInto.mariadb(bench.server(port, "administrator")),
        false);
  }

  private static String comment() throws SQLException {
    return rows(
            "mysql",
            "SELECT schema_comment FROM information_schema.schemata"
                + " WHERE schema_name = 'payroll_back'")
        .getFirst();
  }

  private static List<String> databases() throws SQLException {
    return rows(
        "mysql",
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
            + " ('mysql', 'information_schema', 'performance_schema', 'sys', 'test')");
  }

  private static List<String> rows(String database, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.get().jdbcUrl(database))) {
      return SqlRows.of(connection, query);
    }
  }
}
