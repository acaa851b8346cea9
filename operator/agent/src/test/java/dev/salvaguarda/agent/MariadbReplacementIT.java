package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A database of MariaDB takes the place of another, or leaves it as it was. */
class MariadbReplacementIT {
  @RegisterExtension
  static final Running<MariaDbServer> SERVER = Running.from(MariaDbServer::startInstalled);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private AgentBench bench;
  private MariaDbServer server;

  @BeforeEach
  void clear(@TempDir Path folder) throws Exception {
    RequiredTool.mariadbDump().path();
    bench = new AgentBench(S3.get(), folder);
    server = SERVER.get();
    for (String database : databases()) {
      server.execute("mysql", "DROP DATABASE `" + database + "`");
    }
    for (String user : List.of("backup", "administrator", "clerk", "reader")) {
      server.execute("mysql", "DROP USER IF EXISTS " + user + "@'%'");
    }
    server.createReader("backup", "canary");
    server.execute("mysql", "GRANT EXECUTE ON *.* TO backup@'%'");
    prepare(server);
    server.execute(
        "mysql",
        "CREATE USER reader@'%' IDENTIFIED BY 'any';"
            + "CREATE DATABASE other; CREATE TABLE other.mine (n INT PRIMARY KEY);"
            + "CREATE VIEW other.seen AS SELECT * FROM other.mine");
  }

  @Test
  void allThatADatabaseHoldsIsReplacedByAllThatWasCopied() throws Exception {
    fillFeatures();
    Map<String, List<String>> copy = MariadbContents.of(server, "features");
    Map<String, List<String>> other = MariadbContents.of(server, "other");
    AgentBench.Outcome copied = MariadbCopy.of(server, bench, "features");
    changeFeatures();
    List<String> grants = rows("SHOW GRANTS FOR reader@'%'");

    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("features"));
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      boolean _ = statement.execute("INSERT INTO log VALUES ('never committed')");
      AgentBench.Outcome restored = restored(copied, "features", "features", "administrator");

      assertThat(restored.exitCode()).as(restored.output()).isZero();
      assertThat(restored.target("features").path("restoredAs").asText()).isEqualTo("features");
      assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
    }
    assertThat(GuidePage.differences(copy, MariadbContents.of(server, "features"))).isEmpty();
    assertThat(GuidePage.differences(other, MariadbContents.of(server, "other"))).isEmpty();
    assertThat(databases()).containsExactly("features", "other");
    assertThat(rows("SHOW GRANTS FOR reader@'%'")).isEqualTo(grants);
  }

  @Test
  void whereAPrivilegeIsMissingAllIsAsItWasBefore() throws Exception {
    fillFeatures();
    AgentBench.Outcome copied = MariadbCopy.of(server, bench, "features");
    changeFeatures();
    Map<String, List<String>> before = MariadbContents.of(server, "features");
    server.execute("mysql", "REVOKE DROP ON *.* FROM clerk@'%'");

    AgentBench.Outcome restored = restored(copied, "features", "features", "clerk");

    assertThat(restored.reasonOf("features")).isEqualTo("TARGET_ACCESS_DENIED");
    assertThat(restored.output())
        .contains("DROP", "denied", "The database features is as it was before.");
    assertThat(GuidePage.differences(before, MariadbContents.of(server, "features"))).isEmpty();
    assertThat(databases()).containsExactly("features", "other");
  }

  @Test
  void whatCanNeitherBeReplacedNorPutBackIsKeptUntilItCan() throws Exception {
    fillFeatures();
    Map<String, List<String>> copy = MariadbContents.of(server, "features");
    AgentBench.Outcome copied = MariadbCopy.of(server, bench, "features");
    changeFeatures();
    Map<String, List<String>> before = MariadbContents.of(server, "features");
    List<String> grants = rows("SHOW GRANTS FOR reader@'%'");
    server.execute("mysql", "REVOKE CREATE VIEW ON *.* FROM clerk@'%'");
    Path order = order(copied, "features", "features", "clerk");

    AgentBench.Outcome failed = bench.run(order);

    assertThat(failed.reasonOf("features")).as(failed.output()).isEqualTo("TARGET_ACCESS_DENIED");
    assertThat(failed.output())
        .contains("What the database features held is kept in salvaguarda_", "CREATE VIEW");
    assertThat(databases()).hasSize(3);
    server.execute("mysql", "GRANT CREATE VIEW ON *.* TO clerk@'%'");
    try (MortalRelay relay = MortalRelay.to(server.port())) {
      relay.diesBefore("CREATE DATABASE `salvaguarda_");
      AgentBench.Outcome _ =
          bench.run(bench.changed(order, "\"port\":" + server.port(), "\"port\":" + relay.port()));
    }
    assertThat(GuidePage.differences(before, MariadbContents.of(server, "features"))).isEmpty();
    assertThat(rows("SHOW GRANTS FOR reader@'%'")).isEqualTo(grants);
    AgentBench.Outcome next = bench.run(order);
    assertThat(next.exitCode()).as(next.output()).isZero();
    assertThat(GuidePage.differences(copy, MariadbContents.of(server, "features"))).isEmpty();
    assertThat(databases()).containsExactly("features", "other");
  }

  /** InnoDB knows foreign keys by names without letter case. */
  @Test
  void whatCannotTakeTheNameGivesItBackAtOnce() throws Exception {
    String kin =
        "CREATE TABLE parent (id INT PRIMARY KEY); CREATE TABLE child (id INT PRIMARY KEY,"
            + " CONSTRAINT to_parent FOREIGN KEY (id) REFERENCES parent (id))";
    server.execute("mysql", "CREATE DATABASE kin; CREATE DATABASE back; CREATE DATABASE Back");
    server.execute("kin", kin);
    server.execute("back", kin);
    server.execute(
        "back", "CREATE TRIGGER same BEFORE INSERT ON child FOR EACH ROW SET NEW.id = 7");
    server.execute(
        "Back",
        "CREATE TABLE plain (id INT PRIMARY KEY); CREATE VIEW seen AS SELECT * FROM plain;"
            + "CREATE TRIGGER same BEFORE INSERT ON plain FOR EACH ROW SET NEW.id = 8");
    Map<String, List<String>> lower = MariadbContents.of(server, "back");
    Map<String, List<String>> upper = MariadbContents.of(server, "Back");

    AgentBench.Outcome restored =
        restored(MariadbCopy.of(server, bench, "kin"), "kin", "Back", "administrator");

    assertThat(restored.reasonOf("kin")).as(restored.output()).isEqualTo("LOAD_FAILED");
    assertThat(restored.output()).contains("The database Back is as it was before.");
    assertThat(GuidePage.differences(lower, MariadbContents.of(server, "back"))).isEmpty();
    assertThat(GuidePage.differences(upper, MariadbContents.of(server, "Back"))).isEmpty();
    assertThat(databases()).containsExactlyInAnyOrder("Back", "back", "kin", "other");
  }

  @Test
  void whatCouldNotBePutBackIsNotReplaced() throws Exception {
    server.execute("mysql", "CREATE DATABASE plain; CREATE DATABASE back");
    server.execute("plain", "CREATE TABLE one (n INT PRIMARY KEY)");
    server.execute(
        "back",
        "CREATE TABLE two (n INT PRIMARY KEY); CREATE TABLE three (n INT);"
            + "CREATE VIEW broken AS SELECT * FROM three; DROP TABLE three");
    AgentBench.Outcome copied = MariadbCopy.of(server, bench, "plain");

    AgentBench.Outcome broken = restored(copied, "plain", "back", "administrator");
    server.execute("back", "DROP VIEW broken");
    server.execute("other", "CREATE TABLE theirs (n INT REFERENCES back.two (n))");
    AgentBench.Outcome referred = restored(copied, "plain", "back", "administrator");
    server.execute("other", "DROP TABLE theirs");
    AgentBench.Outcome own = restored(copied, "plain", "mysql", "administrator");

    assertThat(broken.reasonOf("plain")).as(broken.output()).isEqualTo("LOAD_FAILED");
    assertThat(broken.output()).contains("back can't be put aside whole", "back.broken");
    assertThat(referred.reasonOf("plain")).as(referred.output()).isEqualTo("TARGET_UNSUITABLE");
    assertThat(referred.output()).contains("a foreign key of other.theirs refers to it");
    assertThat(own.reasonOf("plain")).as(own.output()).isEqualTo("TARGET_UNSUITABLE");
    assertThat(databases()).containsExactly("back", "other", "plain");
    server.execute("back", "INSERT INTO two VALUES (1)");
    AgentBench.Outcome restored = restored(copied, "plain", "back", "administrator");
    assertThat(restored.exitCode()).as(restored.output()).isZero();
    server.execute("back", "INSERT INTO one VALUES (1)");
  }

  @Test
  void aNameInAnotherLetterCaseIsReplacedWhereTheServerHoldsItForTheSame() throws Exception {
    server.execute("mysql", "CREATE DATABASE plain");
    server.execute("plain", "CREATE TABLE one (n INT PRIMARY KEY)");
    AgentBench.Outcome copied = MariadbCopy.of(server, bench, "plain");
    try (MariaDbServer lower = MariaDbServer.startInstalled("--lower-case-table-names=1")) {
      prepare(lower);
      lower.execute("mysql", "CREATE DATABASE back; CREATE DATABASE other");
      lower.execute("back", "CREATE TABLE two (n INT PRIMARY KEY)");
      lower.execute("back", "CREATE TRIGGER t BEFORE INSERT ON two FOR EACH ROW SET NEW.n = 1");

      AgentBench.Outcome restored =
          bench.run(
              bench.order(
                  wanted(copied, "plain", "Back"),
                  RestoreInto.mariadb(bench.server(lower.port(), "administrator")),
                  true));

      assertThat(restored.exitCode()).as(restored.output()).isZero();
      lower.execute("back", "INSERT INTO one VALUES (1)");
      assertThat(MariadbContents.databases(lower)).containsExactly("back", "other");
    }
  }

  private static void prepare(MariaDbServer server) {
    server.execute(
        "mysql",
        "CREATE USER administrator@'%' IDENTIFIED BY 'any';"
            + "GRANT ALL ON *.* TO administrator@'%' WITH GRANT OPTION;"
            + "CREATE USER clerk@'%' IDENTIFIED BY 'any'; GRANT ALL ON *.* TO clerk@'%';"
            + "GRANT ALL ON `salvaguarda\\_%`.* TO clerk@'%'");
  }

  private void fillFeatures() throws Exception {
    MariadbContents.run(
        server,
        "mysql",
        List.of("CREATE DATABASE features COLLATE utf8mb4_bin COMMENT 'it''s all'"));
    MariadbContents.run(
        server, "features", List.of(GuidePage.resource("mariadb.sql").split("\n\n")));
    server.execute(
        "features",
        "GRANT SELECT, UPDATE (name) ON people TO reader@'%'; GRANT SELECT ON z_view TO reader@'%';"
            + "GRANT EXECUTE ON FUNCTION twice TO reader@'%'");
  }

  /** What has come to pass since the copy: each kind of object is gone, changed and new. */
  private void changeFeatures() throws Exception {
    MariadbContents.run(
        server,
        "features",
        List.of(
            "ALTER DATABASE features COLLATE latin1_german1_ci COMMENT 'since \\\\ then'",
            "DROP TABLE memory_rows",
            "CREATE VIEW memory_rows AS SELECT id FROM people",
            "DROP VIEW a_view, m_view",
            "CREATE TABLE a_view (id INT PRIMARY KEY)",
            "INSERT INTO a_view VALUES (1)",
            "CREATE VIEW m_view AS SELECT twice(id) AS n FROM memory_rows",
            "DELETE FROM people WHERE id < 50",
            "UPDATE contracts SET wage = 12",
            "DO NEXTVAL(tickets)",
            "DROP TRIGGER second_trigger",
            "CREATE TRIGGER third_trigger BEFORE INSERT ON z_parent FOR EACH ROW"
                + " FOLLOWS first_trigger SET NEW.id = NEW.id + 1",
            "DROP FUNCTION quoted",
            "CREATE FUNCTION quoted(n INT) RETURNS INT DETERMINISTIC RETURN n",
            "CREATE EVENT often ON SCHEDULE EVERY 2 YEAR STARTS '2030-01-01' DO DELETE FROM log"));
  }

  private AgentBench.Outcome restored(
      AgentBench.Outcome copied, String target, String name, String user) throws IOException {
    return bench.run(order(copied, target, name, user));
  }

  private Path order(AgentBench.Outcome copied, String target, String name, String user)
      throws IOException {
    return bench.order(
        wanted(copied, target, name), RestoreInto.mariadb(bench.server(server.port(), user)), true);
  }

  private static List<Wanted> wanted(AgentBench.Outcome copied, String target, String name) {
    Wanted wanted = copied.wanted(target);
    return List.of(new Wanted(target, wanted.snapshotId(), wanted.sha256(), name));
  }

  private List<String> databases() throws SQLException {
    return MariadbContents.databases(server);
  }

  private List<String> rows(String query) throws SQLException {
    return MariadbContents.rows(server, "mysql", query);
  }
}
