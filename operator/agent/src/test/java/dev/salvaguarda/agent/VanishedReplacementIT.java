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
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker that vanishes untold, at any step on which a database of MariaDB replaces another. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedReplacementIT {
  @RegisterExtension
  static final Running<MariaDbServer> SERVER = Running.from(MariaDbServer::startInstalled);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String COMMENT = "it's ours";

  private AgentBench bench;
  private AgentBench.Outcome copied;
  private Map<String, List<String>> other;

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
            + "CREATE DATABASE payroll COMMENT 'it\'\'s ours'; CREATE DATABASE other");
    server.execute(
        "payroll",
        "CREATE TABLE staff (id INT PRIMARY KEY, name VARCHAR(80));"
            + "INSERT INTO staff SELECT seq, MD5(seq) FROM seq_1_to_500;"
            + "CREATE SEQUENCE numbers START WITH 7;"
            + "CREATE VIEW seniors AS SELECT * FROM staff WHERE id < 10;"
            + "CREATE TRIGGER renamed BEFORE UPDATE ON staff FOR EACH ROW SET NEW.name = 'x'");
    server.execute(
        "other",
        "CREATE TABLE mine (n INT PRIMARY KEY); INSERT INTO mine VALUES (1);"
            + "CREATE TRIGGER renamed BEFORE UPDATE ON mine FOR EACH ROW SET NEW.n = 1;"
            + "CREATE VIEW staff AS SELECT * FROM mine");
    other = MariadbContents.of(server, "other");
    bench = new AgentBench(S3.get(), folder);
    copied = MariadbCopy.of(server, bench, "payroll");
    Map<String, List<String>> _ = occupy();
    try (MortalRelay relay = MortalRelay.to(server.port())) {
      AgentBench.Outcome outcome = bench.run(order(relay.port()));
      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      steps = relay.said();
    }
  }

  @BeforeEach
  void removeWhatWasRestored() throws SQLException {
    for (String database : databases()) {
      if (!List.of("other", "payroll").contains(database)) {
        SERVER.get().execute("mysql", "DROP DATABASE " + database);
      }
    }
  }

  @SeededTest(fixed = 12)
  void whateverStepsWereTheLastTheOldOrTheNewIsWholeAndTheNextAttemptReplaces(long seed)
      throws Exception {
    Random random = new Random(seed);
    Map<String, List<String>> old = occupy();
    try (MortalRelay relay = mortal(random)) {
      Path order = order(relay.port());
      AgentBench.Outcome outcome = bench.run(order);
      requireOneWhole(old);
      if (outcome.exitCode() != 0 && random.nextBoolean()) {
        try (MortalRelay second = mortal(random)) {
          outcome = bench.run(bench.changed(order, port(relay.port()), port(second.port())));
        }
        requireOneWhole(old);
      }
      if (outcome.exitCode() != 0) {
        outcome = bench.run(direct(order, relay));
        assertThat(comment()).isEqualTo(COMMENT);
      }

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      assertThat(outcome.target("payroll").path("rung").asText()).isEqualTo("V3");
      requireWhole();
      assertThat(databases()).containsExactly("other", "payroll", "payroll_back");
      assertThat(GuidePage.differences(other, MariadbContents.of(SERVER.get(), "other"))).isEmpty();
    }
  }

  @Test
  void whatWasTakenAwayIsPutBackBeforeAnythingElse() throws Exception {
    Map<String, List<String>> old = occupy();
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port());
        MortalRelay second = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("DROP DATABASE IF EXISTS `payroll_back`");
      second.diesBefore("CREATE DATABASE `salvaguarda_");
      Path order = order(relay.port());
      AgentBench.Outcome _ = bench.run(order);
      assertThat(databases()).hasSize(4).doesNotContain("payroll_back");

      AgentBench.Outcome _ =
          bench.run(bench.changed(order, port(relay.port()), port(second.port())));

      assertThat(databases()).containsExactly("other", "payroll", "payroll_back");
      assertThat(GuidePage.differences(old, MariadbContents.of(SERVER.get(), "payroll_back")))
          .isEmpty();
    }
  }

  @Test
  void whatSomebodyMakesUnderTheFreeNameIsLeftAloneAndSoIsWhatWasTakenAway() throws Exception {
    Map<String, List<String>> old = occupy();
    try (MortalRelay relay = MortalRelay.to(SERVER.get().port())) {
      relay.diesAfter("DROP DATABASE IF EXISTS `payroll_back`");
      Path order = order(relay.port());
      AgentBench.Outcome _ = bench.run(order);
      SERVER.get().execute("mysql", "CREATE DATABASE payroll_back COMMENT 'theirs'");
      SERVER.get().execute("payroll_back", "CREATE TABLE theirs (n INT)");

      AgentBench.Outcome refused = bench.run(direct(order, relay));

      assertThat(refused.reasonOf("payroll")).as(refused.output()).isEqualTo("TARGET_EXISTS");
      assertThat(refused.output()).contains("held is kept in salvaguarda_");
      SERVER.get().execute("payroll_back", "INSERT INTO theirs VALUES (1)");
      requireKept(old);
      SERVER.get().execute("mysql", "DROP DATABASE payroll_back");
      AgentBench.Outcome next = bench.run(direct(order, relay));
      assertThat(next.exitCode()).as(next.output()).isZero();
      requireWhole();
      assertThat(databases()).containsExactly("other", "payroll", "payroll_back");
    }
  }

  private MortalRelay mortal(Random random) throws IOException {
    MortalRelay relay = MortalRelay.to(SERVER.get().port());
    // Most of what is said is the way to the name.
    int step =
        random.nextInt(5) > 0 ? steps - random.nextInt(steps / 2) : random.nextInt(steps) + 1;
    if (random.nextBoolean()) {
      relay.diesBefore(step);
    } else {
      relay.diesAfter(step);
    }
    return relay;
  }

  /** A database that is to be replaced, and what it holds. */
  private static Map<String, List<String>> occupy() throws Exception {
    SERVER
        .get()
        .execute(
            "mysql",
            "CREATE OR REPLACE DATABASE payroll_back CHARACTER SET latin1 COMMENT 'mine \\\\'");
    SERVER
        .get()
        .execute(
            "payroll_back",
            "CREATE TABLE mine (n INT PRIMARY KEY); INSERT INTO mine VALUES (1), (2), (3);"
                + "CREATE SEQUENCE numbers START WITH 40;"
                + "CREATE TABLE staff (n INT PRIMARY KEY DEFAULT NEXTVAL(numbers), m INT,"
                + " FOREIGN KEY (m) REFERENCES mine (n));"
                + "INSERT INTO staff (m) VALUES (1);"
                + "CREATE VIEW few AS SELECT * FROM mine WHERE n < 3;"
                + "CREATE FUNCTION one() RETURNS INT DETERMINISTIC RETURN 1;"
                + "CREATE EVENT never ON SCHEDULE EVERY 1 YEAR STARTS '2030-01-01' DO DELETE FROM mine;"
                + "CREATE TRIGGER counted BEFORE INSERT ON mine FOR EACH ROW SET NEW.n = NEW.n + one();"
                + "CREATE TRIGGER again BEFORE INSERT ON mine FOR EACH ROW SET NEW.n = NEW.n - one()");
    return MariadbContents.of(SERVER.get(), "payroll_back");
  }

  /** Fails unless the old or the new one is whole, under its name or where the marks say. */
  private static void requireOneWhole(Map<String, List<String>> old) throws Exception {
    boolean there = databases().contains("payroll_back");
    if (there && comment().startsWith("[Salvaguarda: restored as ")) {
      requireWhole();
    } else if (!there || comment().startsWith("Salvaguarda: ")) {
      requireKept(old);
    } else if (comment().equals(COMMENT)) {
      requireWhole();
    } else {
      assertThat(GuidePage.differences(old, MariadbContents.of(SERVER.get(), "payroll_back")))
          .isEmpty();
    }
  }

  /** Fails unless all tables of the old one are there, and all else as statements. */
  private static void requireKept(Map<String, List<String>> old) throws Exception {
    String kept =
        databases().stream().filter(name -> name.endsWith("_old")).findFirst().orElseThrow();
    String query = "SELECT * FROM mine";
    boolean moved =
        rows(
                "mysql",
                "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s'"
                    .formatted(kept))
            .contains("mine");
    String holder = moved ? kept : "payroll_back";
    assertThat(rows(holder, query)).isEqualTo(old.get("`mine`"));
    assertThat(rows(holder, "SELECT * FROM staff")).isEqualTo(old.get("`staff`"));
    assertThat(
            rows(kept, "SELECT CONCAT(comment, code, triggers) FROM salvaguarda_replaced")
                .getFirst())
        .contains("mine \\", "VIEW `few`", "FUNCTION `one`", "EVENT `never`", "counted", "again");
  }

  private static String port(int port) {
    return "\"port\":" + port;
  }

  private static void requireWhole() throws SQLException {
    assertThat(rows("payroll_back", "SELECT count(*) FROM staff")).containsExactly("500");
    assertThat(rows("payroll_back", "SELECT count(*) FROM seniors")).containsExactly("9");
    assertThat(
            rows(
                "mysql",
                "SELECT trigger_name FROM information_schema.triggers"
                    + " WHERE trigger_schema = 'payroll_back'"))
        .containsExactly("renamed");
  }

  /** The same order for a worker that is not behind the relay. */
  private Path direct(Path order, MortalRelay relay) throws IOException {
    return bench.changed(order, port(relay.port()), port(SERVER.get().port()));
  }

  private Path order(int port) throws IOException {
    Wanted wanted = copied.wanted("payroll");
    return bench.order(
        List.of(new Wanted("payroll", wanted.snapshotId(), wanted.sha256(), "payroll_back")),
        RestoreInto.mariadb(bench.server(port, "administrator")),
        true);
  }

  private static String comment() throws SQLException {
    return rows(
            "mysql",
            "SELECT schema_comment FROM information_schema.schemata"
                + " WHERE schema_name = 'payroll_back'")
        .getFirst();
  }

  private static List<String> databases() throws SQLException {
    return MariadbContents.databases(SERVER.get());
  }

  private static List<String> rows(String database, String query) throws SQLException {
    return MariadbContents.rows(SERVER.get(), database, query);
  }
}
