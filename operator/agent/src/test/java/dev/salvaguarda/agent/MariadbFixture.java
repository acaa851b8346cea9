package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** A MariaDB server with a database that has one of everything, and the account of the guide. */
final class MariadbFixture implements AutoCloseable {
  static final String ROLE = "backup";
  static final String PASSWORD = "it's a \\canary\" #4711";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BLOCKED_DUMP =
      "SELECT id FROM information_schema.processlist"
          + " WHERE user = 'backup' AND state LIKE 'Waiting for table metadata lock%'";

  private final MariaDbServer server;

  private MariadbFixture(MariaDbServer server) {
    this.server = server;
  }

  static MariadbFixture start() throws SQLException {
    MariadbFixture fixture = new MariadbFixture(MariaDbServer.start());
    fixture.sql(
        "CREATE USER backup@'%' IDENTIFIED BY '"
            + PASSWORD.replace("\\", "\\\\").replace("'", "''")
            + "'",
        "GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON *.* TO backup@'%'",
        "CREATE DATABASE payroll CHARACTER SET utf8mb4",
        "USE payroll",
        """
        CREATE TABLE staff (
          id INT PRIMARY KEY, name VARCHAR(80) NOT NULL, photo BLOB, hired TIMESTAMP NULL,
          flags BIT(5), initial CHAR(1) AS (LEFT(name, 1)) STORED, KEY (name))
        """,
        "INSERT INTO staff (id, name, photo, hired, flags) SELECT seq, CONCAT(MD5(seq), ' Zoë 😀'),"
            + " UNHEX(SHA1(seq)), FROM_UNIXTIME(seq * 1000), seq % 32 FROM seq_1_to_20000",
        "CREATE TABLE log (line TEXT)",
        "CREATE VIEW seniors AS SELECT id, name FROM staff WHERE id < 100",
        "CREATE PROCEDURE `raise`(IN who INT) BEGIN INSERT INTO log VALUES (CONCAT('raise; ', who)); END",
        "CREATE FUNCTION twice(n INT) RETURNS INT DETERMINISTIC RETURN 2 * n",
        "CREATE EVENT yearly ON SCHEDULE EVERY 1 YEAR STARTS '2030-01-01 00:00:00' DO DELETE FROM log",
        "CREATE TRIGGER staff_named AFTER UPDATE ON staff FOR EACH ROW INSERT INTO log VALUES (NEW.name)",
        "CREATE DATABASE scratch",
        "CREATE DATABASE `odd/name %`",
        "CREATE TABLE `odd/name %`.`a``b` (n INT PRIMARY KEY)",
        "INSERT INTO `odd/name %`.`a``b` VALUES (1)");
    return fixture;
  }

  int port() {
    return server.port();
  }

  Path caBundle() {
    return server.caBundle();
  }

  void kill() {
    server.kill();
  }

  void restart() {
    server.restart();
  }

  void sql(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    }
  }

  /** Makes a dump wait at the table until it is unlocked or the connection is closed. */
  Connection lockStaff() throws SQLException {
    Connection connection = connect();
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute("LOCK TABLES payroll.staff WRITE");
    }
    return connection;
  }

  static void unlock(Connection blocker) throws SQLException {
    try (Statement statement = blocker.createStatement()) {
      boolean _ = statement.execute("UNLOCK TABLES");
    }
  }

  /** Waits for the dump that waits for the locked table, and returns its connection's number. */
  String awaitBlockedDump() {
    return Awaitility.await("mariadb-dump waits for the locked table")
        .atMost(PATIENCE)
        .until(() -> ask(BLOCKED_DUMP), answer -> !answer.isEmpty());
  }

  /** Loads a dump into a new database with the stock client. */
  void load(String database, byte[] dump) throws IOException, InterruptedException, SQLException {
    sql("CREATE DATABASE " + database + " CHARACTER SET utf8mb4");
    Process client =
        new ProcessBuilder(
                RequiredTool.mariadb().path().toString(),
                "--no-defaults",
                "--host=127.0.0.1",
                "--port=" + port(),
                "--user=root",
                database)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (var input = client.getOutputStream()) {
      input.write(dump);
    }
    assertThat(client.waitFor()).isZero();
  }

  /** All that a database holds as text, without comments, which name the database. */
  String contents(String database) throws IOException, InterruptedException {
    Process dump =
        new ProcessBuilder(
                List.of(
                    RequiredTool.mariadbDump().path().toString(),
                    "--no-defaults",
                    "--host=127.0.0.1",
                    "--port=" + port(),
                    "--user=root",
                    "--routines",
                    "--events",
                    "--triggers",
                    "--hex-blob",
                    "--order-by-primary",
                    database))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(dump.waitFor()).isZero();
    return text.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
  }

  private String ask(String query) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl("mysql"));
  }

  @Override
  public void close() {
    server.close();
  }
}
