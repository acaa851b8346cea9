package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Dumps into a PostgreSQL server that exists. */
class ServerRestoreIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private AgentBench bench;
  private AgentBench.Outcome copied;

  @BeforeAll
  static void fillTheServer() {
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE ROLE clerk",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, 200000) g",
        "ALTER TABLE staff OWNER TO clerk");
    server.createDatabase("small");
    server.execute("small", "CREATE TABLE one AS SELECT 1 AS n");
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException, SQLException {
    bench = new AgentBench(S3.get(), folder);
    for (String database : databases()) {
      if (!List.of("postgres", "payroll", "small").contains(database)) {
        SERVER.get().execute("postgres", "DROP DATABASE \"" + database + "\"");
      }
    }
    copied = PostgresqlCopy.of(SERVER.get(), bench, false, "payroll", "small");
  }

  @Test
  void aDatabaseComesBackUnderAnotherNameAndAnswersChecks() throws Exception {
    AgentBench.Outcome restored =
        restored(
            false,
            List.of(as("payroll", "payroll_back")),
            CheckOrder.of(
                "rows",
                new CheckOrder.Sql(
                    "payroll",
                    "SELECT count(*) FROM staff",
                    new CheckOrder.Expectation("200000", null, null, null, null))));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target("payroll").path("restoredAs").asText()).isEqualTo("payroll_back");
    assertThat(restored.check("rows").path("passed").asBoolean()).isTrue();
    assertThat(ask("payroll_back", "SELECT tableowner FROM pg_tables WHERE tablename = 'staff'"))
        .isEqualTo("clerk");
    assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres", "small");
    assertThat(restored.output()).doesNotContain("canary");
  }

  @Test
  void aDatabaseThatExistsIsNamedAndLeftAlone() throws Exception {
    SERVER.get().createDatabase("payroll_back");
    SERVER.get().execute("payroll_back", "CREATE TABLE mine (n int)");

    AgentBench.Outcome restored =
        restored(false, List.of(as("payroll", "payroll_back"), as("small", "small_back")));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.reasonOf("payroll")).isEqualTo("TARGET_EXISTS");
    assertThat(ask("payroll_back", "SELECT count(*) FROM mine")).isEqualTo("0");
    assertThat(ask("small_back", "SELECT n FROM one")).isEqualTo("1");
    assertThat(databases())
        .containsExactly("payroll", "payroll_back", "postgres", "small", "small_back");
  }

  @Test
  void aDatabaseThatExistsIsReplacedOnOrderEvenInUse() throws Exception {
    SERVER.get().createDatabase("payroll_back");
    SERVER.get().execute("payroll_back", "CREATE TABLE mine (n int)");
    try (Connection _ = connect("payroll_back")) {
      AgentBench.Outcome restored = restored(true, List.of(as("payroll", "payroll_back")));

      assertThat(restored.exitCode()).as(restored.output()).isZero();
    }
    assertThat(ask("payroll_back", "SELECT count(*) FROM staff")).isEqualTo("200000");
    assertThat(ask("payroll_back", "SELECT to_regclass('mine') IS NULL")).isEqualTo("t");
    assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres", "small");
  }

  @Test
  void theDatabaseThatTheServerIsManagedFromIsReplacedOnOrderEvenInUse() throws Exception {
    PostgresServer server = SERVER.get();
    server.execute("postgres", "CREATE TABLE kept AS SELECT 7 AS n");
    copied = PostgresqlCopy.of(server, bench, false, "postgres", "small");
    server.execute("postgres", "DROP TABLE kept", "CREATE TABLE later (n int)");
    try (Connection _ = connect("postgres")) {
      AgentBench.Outcome restored =
          restored(true, List.of(as("postgres", "postgres"), as("small", "small_back")));

      assertThat(restored.exitCode()).as(restored.output()).isZero();
      assertThat(ask("postgres", "SELECT n FROM kept")).isEqualTo("7");
      assertThat(ask("postgres", "SELECT to_regclass('later') IS NULL")).isEqualTo("t");
      assertThat(databases()).containsExactly("payroll", "postgres", "small", "small_back");
    } finally {
      server.execute("postgres", "DROP TABLE IF EXISTS kept, later");
    }
  }

  @Test
  void aTemplateOfNewDatabasesIsNamedAndLeftAloneWhateverTheOrder() throws Exception {
    try (Connection inUse = connect("template1")) {
      AgentBench.Outcome restored =
          restored(true, List.of(as("small", "template1"), as("payroll", "payroll_back")));

      assertThat(restored.exitCode()).as(restored.output()).isEqualTo(3);
      assertThat(restored.reasonOf("small")).isEqualTo("TARGET_UNSUITABLE");
      assertThat(inUse.isValid(0)).isTrue();
    }
    assertThat(ask("template1", "SELECT to_regclass('one') IS NULL")).isEqualTo("t");
    assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres", "small");
  }

  @Test
  void aNameThatTheServerWouldCutIsRefusedBeforeAnythingIsLoaded() throws Exception {
    AgentBench.Outcome refused =
        restored(false, List.of(as("small", "ö".repeat(32)), as("payroll", "payroll_back")));

    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(4);
    assertThat(refused.reasonOf("small")).isEqualTo("TARGET_UNSUITABLE");
    assertThat(refused.target("small").path("failure").path("message").asText())
        .contains("which has 64 bytes, after 63");
    assertThat(databases()).containsExactly("payroll", "postgres", "small");

    String longest = "ö".repeat(31) + "x";
    assertThat(restored(false, List.of(as("small", longest))).exitCode()).isZero();
    assertThat(databases()).contains(longest);
  }

  @Test
  void aDumpThatBecomesFilesIsRefusedWhereOnlySomeFilesAreAskedFor(@TempDir Path target)
      throws Exception {
    for (boolean include : List.of(true, false)) {
      List<String> some = List.of("one");
      AgentBench.Outcome restored =
          bench.run(
              bench.order(
                  List.of(as("small", "small")),
                  RestoreInto.of(
                      new RestoreInto.Directory(
                          target.toString(),
                          "",
                          include ? some : List.of(),
                          include ? List.of() : some,
                          null,
                          null)),
                  false));

      assertThat(restored.reasonOf("small")).as(restored.output()).isEqualTo("TARGET_UNSUITABLE");
      assertThat(target).isEmptyDirectory();
    }
  }

  @Test
  void rolesThatExistKeepWhatTheyMayAndOthersAreMade() throws Exception {
    PostgresServer server = SERVER.get();
    server.execute("postgres", "CREATE ROLE gone CREATEDB");
    copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll", "small");
    server.execute("postgres", "DROP ROLE gone", "ALTER ROLE clerk CREATEDB");
    try {
      AgentBench.Outcome restored = restored(false, List.of(as("globals", "globals")));

      assertThat(restored.exitCode()).as(restored.output()).isZero();
      assertThat(mayMakeDatabases("clerk")).isEqualTo("t");
      assertThat(mayMakeDatabases("gone")).isEqualTo("t");
    } finally {
      server.execute("postgres", "DROP ROLE IF EXISTS gone", "ALTER ROLE clerk NOCREATEDB");
    }
  }

  private static String mayMakeDatabases(String role) throws SQLException {
    return ask("postgres", "SELECT rolcreatedb FROM pg_roles WHERE rolname = '" + role + "'");
  }

  @Test
  void aDumpThatTheServerRefusesLeavesNothingBehind() throws Exception {
    SERVER.get().execute("payroll", "ALTER TABLE staff OWNER TO postgres");
    SERVER.get().execute("payroll", "DROP ROLE clerk");
    try {
      AgentBench.Outcome restored =
          restored(false, List.of(as("payroll", "payroll_back"), as("small", "small_back")));

      assertThat(restored.exitCode()).isEqualTo(3);
      assertThat(restored.reasonOf("payroll")).isEqualTo("LOAD_FAILED");
      assertThat(restored.target("payroll").path("failure").path("message").asText())
          .contains("role \"clerk\" does not exist");
      assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V2");
      assertThat(databases()).containsExactly("payroll", "postgres", "small", "small_back");
    } finally {
      SERVER.get().execute("payroll", "CREATE ROLE clerk", "ALTER TABLE staff OWNER TO clerk");
    }
  }

  @Test
  void aDamagedPackIsNamedAndCostsOnlyWhatLiesInIt() throws Exception {
    String pack = bench.bucket().damageLargestPack();

    AgentBench.Outcome restored =
        restored(false, List.of(as("payroll", "payroll_back"), as("small", "small_back")));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.reasonOf("payroll")).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(restored.target("payroll").path("failure").path("message").asText())
        .contains("The pack " + pack + " is damaged");
    assertThat(restored.target("payroll").has("rung")).isFalse();
    assertThat(databases()).doesNotContain("payroll_back");
    assertThat(databases()).allSatisfy(name -> assertThat(name).doesNotStartWith("salvaguarda"));
  }

  @Test
  void aMissingPackIsNamed() throws Exception {
    String pack = bench.bucket().loseLargestPack();

    AgentBench.Outcome restored = restored(false, List.of(as("payroll", "payroll_back")));

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(restored.target("payroll").path("failure").path("message").asText())
        .contains(pack.substring(0, 8), "is missing");
    assertThat(databases()).containsExactly("payroll", "postgres", "small");
  }

  @Test
  void aServerThatDiesLeavesNothingUnderTheNameAndAnotherAttemptSucceeds() throws Exception {
    Path order = order(false, List.of(as("payroll", "payroll_back")));
    CompletableFuture<AgentBench.Outcome> dying = bench.startRun(order);
    Awaitility.await("the temporary database")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> databases().stream().anyMatch(name -> name.startsWith("salvaguarda")));
    SERVER.get().kill();
    AgentBench.Outcome died = dying.join();
    SERVER.get().restart();

    assertThat(died.exitCode()).as(died.output()).isEqualTo(1);
    assertThat(died.reasonOf("payroll")).isEqualTo("TARGET_UNREACHABLE");
    assertThat(databases()).doesNotContain("payroll_back");

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(databases()).containsExactly("payroll", "payroll_back", "postgres", "small");
  }

  private Wanted as(String target, String name) {
    Wanted wanted = copied.wanted(target);
    return new Wanted(target, wanted.snapshotId(), wanted.sha256(), name);
  }

  private AgentBench.Outcome restored(boolean force, List<Wanted> wanted, CheckOrder... checks)
      throws IOException {
    return bench.run(order(force, wanted, checks));
  }

  private Path order(boolean force, List<Wanted> wanted, CheckOrder... checks) throws IOException {
    return bench.order(
        wanted,
        RestoreInto.postgresql(bench.server(SERVER.get().port(), "postgres")),
        force,
        checks);
  }

  private static List<String> databases() throws SQLException {
    return column(
        "postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY datname");
  }

  private static String ask(String database, String query) throws SQLException {
    return column(database, query).getFirst();
  }

  private static List<String> column(String database, String query) throws SQLException {
    try (Connection connection = connect(database)) {
      return SqlRows.of(connection, query);
    }
  }

  private static Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(SERVER.get().jdbcUrl(database));
  }
}
