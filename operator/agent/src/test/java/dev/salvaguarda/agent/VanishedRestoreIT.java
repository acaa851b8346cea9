package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.PostgresServer;
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

/** A worker that vanishes untold, at any step of a restore into a PostgreSQL server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedRestoreIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String COMMENT = "it's ours \\ [really]";

  private AgentBench bench;
  private AgentBench.Outcome copied;

  /** Pieces that an undisturbed restore says to the server. */
  private int steps;

  @BeforeAll
  void copy(@TempDir Path folder) throws Exception {
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, 2000) g",
        "COMMENT ON DATABASE payroll IS E'it''s ours \\\\ [really]'");
    bench = new AgentBench(S3.get(), folder);
    copied = PostgresqlCopy.of(server, bench, false, "payroll");
    try (MortalRelay relay = MortalRelay.to(server.port())) {
      assertThat(bench.run(order(relay.port(), false)).exitCode()).isZero();
      steps = relay.said();
    }
  }

  @BeforeEach
  void removeWhatWasRestored() throws SQLException {
    for (String database : databases()) {
      if (!List.of("payroll", "postgres").contains(database)) {
        SERVER.get().execute("postgres", "DROP DATABASE \"" + database + "\"");
      }
    }
  }

  @SeededTest(fixed = 8)
  void whateverStepWasTheLastTheNextAttemptCompletesTheRestore(long seed) throws Exception {
    Random random = new Random(seed);
    boolean force = random.nextBoolean();
    if (force) {
      occupy();
    }
    // Most of what is said is the way to the name.
    int step = random.nextBoolean() ? steps - random.nextInt(steps / 2) : random.nextInt(steps) + 1;
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      if (random.nextBoolean()) {
        relay.diesBefore(step);
      } else {
        relay.diesAfter(step);
      }
      requireCompletedByTheNext(relay, order(relay.port(), force), force);
    }
  }

  @Test
  void aDatabaseWhoseNameWasGivenAndNeverToldIsKnownByItsMark() throws Exception {
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("COMMIT");
      Path order = order(relay.port(), false);
      AgentBench.Outcome vanished = bench.run(order);

      assertThat(vanished.exitCode()).as(vanished.output()).isNotZero();
      assertThat(comment()).startsWith("[Salvaguarda: restored as ").endsWith(COMMENT);
      AgentBench.Outcome another = bench.run(order(SERVER.get().port(), false));
      assertThat(another.reasonOf("payroll")).isEqualTo("TARGET_EXISTS");
      SERVER.get().execute("payroll_back", "INSERT INTO staff VALUES (0, 'since then')");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.exitCode()).as(next.output()).isZero();
      assertThat(ask("payroll_back", "SELECT count(*) FROM staff")).isEqualTo("2001");
    }
  }

  @Test
  void whatWasReplacedIsDroppedByTheNextAttempt() throws Exception {
    occupy();
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("COMMIT");
      Path order = order(relay.port(), true);
      AgentBench.Outcome _ = bench.run(order);
      assertThat(databases()).hasSize(4).contains("payroll_back");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.exitCode()).as(next.output()).isZero();
      assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres");
    }
  }

  @Test
  void whatIsOnlyCalledLikeAReplacedOneStays() throws Exception {
    occupy();
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("COMMIT");
      Path order = order(relay.port(), true);
      AgentBench.Outcome _ = bench.run(order);
      String old = databases().stream().filter(n -> n.endsWith("_old")).findFirst().orElseThrow();
      SERVER.get().execute("postgres", "COMMENT ON DATABASE \"" + old + "\" IS 'mine again'");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.exitCode()).as(next.output()).isZero();
      assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres", old);
    }
  }

  @Test
  void aMarkOnAnotherDatabaseProvesNothing() throws Exception {
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("COMMIT");
      Path order = order(relay.port(), false);
      AgentBench.Outcome _ = bench.run(order);
      String mark = comment().replace("\\", "\\\\").replace("'", "''");
      SERVER.get().execute("postgres", "DROP DATABASE payroll_back");
      occupy();
      SERVER.get().execute("postgres", "COMMENT ON DATABASE payroll_back IS E'" + mark + "'");

      AgentBench.Outcome next = bench.run(direct(order, relay));

      assertThat(next.reasonOf("payroll")).as(next.output()).isEqualTo("TARGET_EXISTS");
      assertThat(ask("payroll_back", "SELECT count(*) FROM mine")).isEqualTo("0");
    }
  }

  private void requireCompletedByTheNext(MortalRelay relay, Path order, boolean force)
      throws Exception {
    AgentBench.Outcome first = bench.run(order);
    if (databases().contains("payroll_back")) {
      boolean replaced = !force || ask("payroll_back", "SELECT to_regclass('mine')") == null;
      assertThat(replaced ? ask("payroll_back", "SELECT count(*) FROM staff") : "2000")
          .isEqualTo("2000");
    } else {
      assertThat(force).isFalse();
    }
    AgentBench.Outcome last = first.exitCode() == 0 ? first : bench.run(direct(order, relay));

    assertThat(last.exitCode()).as(last.output()).isZero();
    assertThat(last.target("payroll").path("rung").asText()).isEqualTo("V3");
    assertThat(last.target("payroll").path("sha256Matches").asBoolean()).isTrue();
    assertThat(last.target("payroll").path("bytesRestored").asLong()).isGreaterThan(70_000);
    assertThat(last.target("payroll").path("restoredAs").asText()).isEqualTo("payroll_back");
    assertThat(ask("payroll_back", "SELECT count(*) FROM staff")).isEqualTo("2000");
    assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres");
    if (!relay.isDead() || first.exitCode() != 0) {
      assertThat(comment()).isEqualTo(COMMENT);
    }
  }

  /** The same order for a worker that is not behind the relay. */
  private Path direct(Path order, MortalRelay relay) throws IOException {
    return bench.changed(order, "\"port\":" + relay.port(), "\"port\":" + SERVER.get().port());
  }

  private static void occupy() {
    SERVER.get().createDatabase("payroll_back");
    SERVER.get().execute("payroll_back", "CREATE TABLE mine (n int)");
  }

  private Path order(int port, boolean force) throws IOException {
    Wanted wanted = copied.wanted("payroll");
    return bench.order(
        List.of(new Wanted("payroll", wanted.snapshotId(), wanted.sha256(), "payroll_back")),
        RestoreInto.postgresql(bench.server(port, "postgres")),
        force);
  }

  private static String comment() throws SQLException {
    return ask(
        "postgres",
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'payroll_back'");
  }

  private static List<String> databases() throws SQLException {
    return rows("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate");
  }

  private static String ask(String database, String query) throws SQLException {
    return rows(database, query).getFirst();
  }

  private static List<String> rows(String database, String query) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.get().jdbcUrl(database))) {
      return SqlRows.of(connection, query);
    }
  }
}
