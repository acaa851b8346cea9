package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of MariaDB, into a server that exists and into one that is thrown away. */
class MariadbRestoreIT {
  @RegisterExtension
  static final Running<MariaDbServer> SERVER = Running.from(MariaDbServer::startInstalled);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private AgentBench bench;
  private Path scratch;
  private AgentBench.Outcome copied;

  @BeforeAll
  static void fillTheServer() {
    MariaDbServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.execute(
        "mysql",
        "CREATE USER administrator@'%' IDENTIFIED BY 'any';"
            + "GRANT ALL ON *.* TO administrator@'%';"
            + "CREATE DATABASE payroll CHARACTER SET utf8mb4 COMMENT 'it''s ours'");
    server.execute(
        "payroll",
        "CREATE TABLE staff (id INT PRIMARY KEY, name VARCHAR(80));"
            + "INSERT INTO staff SELECT seq, MD5(seq) FROM seq_1_to_5000;"
            + "CREATE TABLE badge (id INT PRIMARY KEY, staff INT REFERENCES staff (id));"
            + "CREATE SEQUENCE numbers START WITH 7;"
            + "CREATE VIEW seniors AS SELECT * FROM staff WHERE id < 10;"
            + "CREATE VIEW first_senior AS SELECT min(id) AS id FROM seniors;"
            + "CREATE TRIGGER renamed BEFORE UPDATE ON staff FOR EACH ROW SET NEW.name = 'x';"
            + "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN 2 * n;"
            + "CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR DO DELETE FROM badge");
  }

  @BeforeEach
  void copy(@TempDir Path folder) throws IOException {
    RequiredTool.mariadbDump().path();
    bench = new AgentBench(S3.get(), folder);
    scratch = Machine.temporaryFolder("scratch");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
    SERVER.get().execute("mysql", "DROP DATABASE IF EXISTS payroll_back");
    copied = MariadbCopy.of(SERVER.get(), bench, "payroll");
  }

  @AfterEach
  void removeScratch() {
    Folders.delete(scratch);
  }

  @Test
  void aDumpIsLoadedAndAskedAndThrownAway() throws Exception {
    AgentBench.Outcome restored = proven(copied);

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V3");
    assertThat(restored.check("rows").path("observed").asText()).isEqualTo("5000");
    assertThat(scratch).isEmptyDirectory();
  }

  @Test
  void aDumpOfANewerServerIsProvenWithoutBeingLoaded() throws Exception {
    try (MariaDbServer newer = MariaDbServer.start()) {
      newer.createReader("backup", "canary");
      newer.execute("mysql", "CREATE DATABASE payroll");
      newer.execute("payroll", "CREATE TABLE staff (id INT PRIMARY KEY)");

      AgentBench.Outcome restored = proven(MariadbCopy.of(newer, bench, "payroll"));

      assertThat(restored.reasonOf("payroll")).isEqualTo("TARGET_VERSION_UNSUPPORTED");
      assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V2");
      assertThat(restored.check("rows").path("passed").asBoolean()).isFalse();
      assertThat(restored.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void aDatabaseComesBackWithAllItsObjectsUnderAnotherName() throws Exception {
    AgentBench.Outcome restored = restoredAs("payroll_back");

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.output()).doesNotContain("canary");
    requireWhole();
    assertThat(restoredAs("payroll_back").reasonOf("payroll")).isEqualTo("TARGET_EXISTS");
    requireWhole();
  }

  @Test
  void aNameThatNoServerTakesIsRefusedAndOneOfSixtyFourCharactersIsNot() throws Exception {
    AgentBench.Outcome refused = restoredAs("n".repeat(65));
    AgentBench.Outcome restored = restoredAs("n".repeat(64));
    SERVER.get().execute("mysql", "DROP DATABASE " + "n".repeat(64));

    assertThat(refused.reasonOf("payroll")).isEqualTo("TARGET_UNSUITABLE");
    assertThat(refused.output()).contains("takes names of up to 64 characters");
    assertThat(restored.exitCode()).as(restored.output()).isZero();
  }

  /** InnoDB itself knows foreign keys by names without letter case, so there are none here. */
  @Test
  void letterCaseMakesAnotherNameWhereTheServerSaysSo() throws Exception {
    MariaDbServer server = SERVER.get();
    server.createDatabase("plain");
    server.execute("plain", "CREATE TABLE one (n INT); INSERT INTO one VALUES (1)");
    copied = MariadbCopy.of(server, bench, "plain");

    AgentBench.Outcome first = restoredAs("plain", "plain_back");
    AgentBench.Outcome second = restoredAs("plain", "Plain_Back");

    assertThat(first.exitCode()).as(first.output()).isZero();
    assertThat(second.exitCode()).as(second.output()).isZero();
    for (String database : List.of("plain", "plain_back", "Plain_Back")) {
      server.execute(database, "INSERT INTO one VALUES (2)");
      server.execute("mysql", "DROP DATABASE " + database);
    }
  }

  @Test
  void twoNamesThatAServerHoldsForTheSameAreRefusedBeforeAnythingIsLoaded() throws Exception {
    try (MariaDbServer server = MariaDbServer.startInstalled("--lower-case-table-names=1")) {
      server.execute(
          "mysql",
          "CREATE USER administrator@'%' IDENTIFIED BY 'any';"
              + "GRANT ALL ON *.* TO administrator@'%' WITH GRANT OPTION");
      Wanted wanted = copied.wanted("payroll");

      AgentBench.Outcome restored =
          bench.run(
              bench.order(
                  List.of(
                      new Wanted("payroll", wanted.snapshotId(), wanted.sha256(), "Back"),
                      new Wanted("mail", wanted.snapshotId(), wanted.sha256(), "back")),
                  RestoreInto.mariadb(bench.server(server.port(), "administrator")),
                  false));

      assertThat(restored.exitCode()).isEqualTo(4);
      assertThat(restored.reasonOf("payroll")).isEqualTo("TARGET_UNSUITABLE");
      assertThat(restored.reasonOf("mail")).isEqualTo("TARGET_UNSUITABLE");
      assertThat(restored.output()).contains("holds Back and back for the same name");
      // Fails if it is there.
      server.execute("mysql", "CREATE DATABASE back");
    }
  }

  @Test
  void whatCannotBeMovedToItsNameDoesNotStay() throws Exception {
    AgentBench.Outcome restored = restoredAs("no name ends with a space ");

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("LOAD_FAILED");
    asks("count(*) = 0 FROM information_schema.schemata WHERE schema_name LIKE 'salvaguarda%'");
  }

  @Test
  void aServerThatDiesLeavesNothingUnderTheNameAndAnotherAttemptSucceeds() throws Exception {
    MariaDbServer server = SERVER.get();
    server.createDatabase("register");
    server.execute(
        "register",
        "CREATE TABLE line (id INT PRIMARY KEY, words CHAR(64));"
            + "INSERT INTO line SELECT seq, SHA2(seq, 256) FROM seq_1_to_400000");
    copied = MariadbCopy.of(server, bench, "register");
    Path order = order("register", "register_back");
    CompletableFuture<AgentBench.Outcome> dying = bench.startRun(order);
    Awaitility.await("the temporary database")
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(5))
        .until(() -> databases("salvaguarda%").size() == 1);
    server.kill();
    AgentBench.Outcome died = dying.join();
    server.restart();

    assertThat(died.exitCode()).as(died.output()).isEqualTo(1);
    assertThat(died.reasonOf("register")).isEqualTo("TARGET_UNREACHABLE");
    assertThat(databases("register_back")).isEmpty();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(databases("register_back")).hasSize(1);
    assertThat(databases("salvaguarda%")).isEmpty();
    server.execute("mysql", "DROP DATABASE register_back; DROP DATABASE register");
  }

  private static List<String> databases(String pattern) throws SQLException {
    try (Connection connection = DriverManager.getConnection(SERVER.get().jdbcUrl("mysql"))) {
      return SqlRows.of(
          connection,
          "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE '%s'"
              .formatted(pattern));
    }
  }

  /** Fails unless everything stands under the new name, and nothing under the temporary one. */
  private static void requireWhole() {
    String database =
        "information_schema.schemata WHERE schema_name = 'payroll_back' AND schema_comment = 'it''s ours'";
    asks("count(*) = 1 FROM " + database);
    asks("count(*) = 0 FROM information_schema.schemata WHERE schema_name LIKE 'salvaguarda%'");
    asks("count(*) = 5000 FROM staff");
    asks("id = 1 FROM first_senior");
    asks("twice(2) = 4");
    asks(
        "count(*) = 1 FROM information_schema.tables WHERE table_schema = 'payroll_back' AND table_type = 'SEQUENCE'");
    asks("count(*) = 1 FROM information_schema.triggers WHERE trigger_schema = 'payroll_back'");
    asks("count(*) = 1 FROM information_schema.events WHERE event_schema = 'payroll_back'");
    asks(
        "count(*) = 1 FROM information_schema.referential_constraints"
            + " WHERE constraint_schema = 'payroll_back'"
            + " AND unique_constraint_schema = 'payroll_back'");
  }

  /** What is false can't be stored. */
  private static void asks(String question) {
    int from = question.indexOf(" FROM ");
    String fact = from < 0 ? question : question.substring(0, from);
    String rest = from < 0 ? "" : question.substring(from);
    SERVER
        .get()
        .execute(
            fact.contains("*) = 0") ? "payroll" : "payroll_back",
            "CREATE TEMPORARY TABLE proof (n INT NOT NULL CHECK (n = 1));"
                + "INSERT INTO proof SELECT "
                + fact
                + rest
                + ";DROP TEMPORARY TABLE proof");
  }

  private AgentBench.Outcome restoredAs(String name) throws IOException {
    return restoredAs("payroll", name);
  }

  private AgentBench.Outcome restoredAs(String target, String name) throws IOException {
    return bench.run(order(target, name));
  }

  private Path order(String target, String name) throws IOException {
    Wanted wanted = copied.wanted(target);
    return bench.order(
        List.of(new Wanted(target, wanted.snapshotId(), wanted.sha256(), name)),
        RestoreInto.mariadb(bench.server(SERVER.get().port(), "administrator")),
        false);
  }

  private AgentBench.Outcome proven(AgentBench.Outcome run) throws IOException {
    return bench.run(
        bench.order(
            List.of(run.wanted("payroll")),
            RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 0)),
            false,
            CheckOrder.of(
                "rows",
                new CheckOrder.Sql(
                    "payroll",
                    "SELECT count(*) FROM staff",
                    new CheckOrder.Expectation("5000", null, null, null, null)))));
  }
}
