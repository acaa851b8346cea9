package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.port.MariadbCatalog;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** Asks over MariaDB's own driver, which speaks to MySQL too. */
public final class JdbcMariadbCatalog implements MariadbCatalog {
  private static final String CONNECT_TIMEOUT_MILLIS = "15000";
  private static final String ANSWER_TIMEOUT_MILLIS = "60000";
  private static final String REFUSED = "28000";

  private static final Set<String> OWN_SCHEMAS =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  /** Engines whose tables a single transaction sees in one state, or that hold no data. */
  private static final String NON_TRANSACTIONAL =
      "SELECT table_schema, table_name FROM information_schema.tables"
          + " WHERE table_type = 'BASE TABLE' AND UPPER(engine) NOT IN"
          + " ('INNODB', 'ROCKSDB', 'TOKUDB', 'NDBCLUSTER', 'BLACKHOLE', 'SEQUENCE')"
          + " ORDER BY table_schema, table_name";

  @Override
  public MariadbFacts read(DatabaseLogin login) throws SourceException {
    try (Connection connection = connect(login)) {
      return ask(connection);
    } catch (SQLException e) {
      throw failure(login, e);
    }
  }

  private static Connection connect(DatabaseLogin login) throws SQLException {
    return switch (login.tlsMode()) {
      case DISABLE -> connect(login, "disable");
      case PREFER -> connectPreferringTls(login);
      case REQUIRE -> connect(login, "trust");
      case VERIFY_CA -> connect(login, "verify-ca");
      case VERIFY_FULL -> connect(login, "verify-full");
    };
  }

  private static Connection connectPreferringTls(DatabaseLogin login) throws SQLException {
    try {
      return connect(login, "trust");
    } catch (SQLException e) {
      if (SqlFailures.isAboutTls(e)) {
        return connect(login, "disable");
      }
      throw e;
    }
  }

  private static Connection connect(DatabaseLogin login, String sslMode) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", login.username());
    properties.setProperty("password", login.password().revealUtf8());
    properties.setProperty("sslMode", sslMode);
    login.authorities().ifPresent(file -> properties.setProperty("serverSslCert", file));
    properties.setProperty("connectTimeout", CONNECT_TIMEOUT_MILLIS);
    properties.setProperty("socketTimeout", ANSWER_TIMEOUT_MILLIS);
    Connection connection =
        new org.mariadb.jdbc.Driver().connect("jdbc:mariadb://" + login.place() + "/", properties);
    if (connection == null) {
      throw new SQLException("the driver does not know this form of address");
    }
    return connection;
  }

  private static MariadbFacts ask(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String version = strings(statement, "SELECT VERSION()", 1).getFirst();
      List<String> cipher = strings(statement, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", 2);
      List<String> databases =
          strings(statement, "SHOW DATABASES", 1).stream()
              .filter(name -> !OWN_SCHEMAS.contains(name.toLowerCase(Locale.ROOT)))
              .sorted()
              .toList();
      List<String> grants = strings(statement, "SHOW GRANTS", 1);
      boolean encrypted = !cipher.isEmpty() && !cipher.getFirst().isEmpty();
      return new MariadbFacts(version, encrypted, databases, grants, nonTransactional(statement));
    }
  }

  private static Map<String, List<String>> nonTransactional(Statement statement)
      throws SQLException {
    Map<String, List<String>> tables = new TreeMap<>();
    try (ResultSet rows = statement.executeQuery(NON_TRANSACTIONAL)) {
      while (rows.next()) {
        tables.computeIfAbsent(text(rows, 1), _ -> new ArrayList<>()).add(text(rows, 2));
      }
    }
    return tables;
  }

  private static List<String> strings(Statement statement, String query, int column)
      throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        values.add(text(rows, column));
      }
    }
    return values;
  }

  private static String text(ResultSet rows, int column) throws SQLException {
    return Objects.requireNonNullElse(rows.getString(column), "");
  }

  private static SourceException failure(DatabaseLogin login, SQLException e) {
    String state = Objects.requireNonNullElse(e.getSQLState(), "none");
    if (REFUSED.equals(state)) {
      return SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The MariaDB server %s refused the account %s or its password"
              .formatted(login.place(), login.username()),
          e);
    }
    if (SqlFailures.isAboutTls(e)) {
      return SqlFailures.tlsNotTrusted("MariaDB", login, e);
    }
    return SourceException.ofSource(
        FailureReason.SOURCE_UNREACHABLE,
        "The MariaDB server %s did not answer as expected (SQL state %s, error %d)"
            .formatted(login.place(), state, e.getErrorCode()),
        e);
  }
}
