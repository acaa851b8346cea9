package dev.salvaguarda.agent;

import dev.salvaguarda.testkit.database.MariaDbServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a database of MariaDB holds, as text that can be compared. */
final class MariadbContents {
  private MariadbContents() {}

  /** All objects and rows, earlier ones of versioned tables included. */
  static Map<String, List<String>> of(MariaDbServer server, String database) throws Exception {
    Map<String, List<String>> all = new TreeMap<>();
    for (String query : GuidePage.resource("mariadb-catalog.sql").lines().skip(1).toList()) {
      all.put(query, rows(server, database, query));
    }
    for (String table :
        rows(
            server,
            database,
            "SELECT CONCAT('`', REPLACE(table_name, '`', '``'), '`', IF(table_type ="
                + " 'SYSTEM VERSIONED', ' FOR SYSTEM_TIME ALL', '')) FROM information_schema.tables"
                + " WHERE table_schema = DATABASE()")) {
      boolean versioned = table.endsWith("ALL");
      all.put(
          table,
          rows(
              server,
              database,
              "SELECT *"
                  + (versioned && !table.contains("period") ? ", row_start, row_end" : "")
                  + " FROM "
                  + table));
    }
    all.put(
        "period",
        rows(
            server,
            database,
            database.equals("features")
                ? "SELECT *, since, until, 1 FROM named_period FOR SYSTEM_TIME ALL"
                : "SELECT 1"));
    all.put(
        "hidden",
        rows(
            server,
            database,
            database.equals("features") ? "SELECT id, hidden FROM people" : "SELECT 1"));
    return all;
  }

  /** Names of the databases, but for those of the server itself. */
  static List<String> databases(MariaDbServer server) throws SQLException {
    return rows(
        server,
        "mysql",
        "SELECT schema_name FROM information_schema.schemata WHERE schema_name NOT IN"
            + " ('mysql', 'information_schema', 'performance_schema', 'sys', 'test')");
  }

  static List<String> rows(MariaDbServer server, String database, String query)
      throws SQLException {
    try (Connection connection = connect(server, database)) {
      return SqlRows.of(connection, query);
    }
  }

  static void run(MariaDbServer server, String database, List<String> statements)
      throws SQLException {
    try (Connection connection = connect(server, database);
        Statement statement = connection.createStatement()) {
      boolean _ = statement.execute("SET SESSION sql_mode = ''");
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    }
  }

  private static Connection connect(MariaDbServer server, String database) throws SQLException {
    Connection connection = DriverManager.getConnection(server.jdbcUrl("mysql"));
    try (Statement statement = connection.createStatement()) {
      boolean _ = statement.execute("USE `" + database.replace("`", "``") + "`");
    }
    return connection;
  }
}
