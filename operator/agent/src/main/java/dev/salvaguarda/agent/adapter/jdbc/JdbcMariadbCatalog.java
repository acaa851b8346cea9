package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbDatabase;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.database.TableTrait;
import dev.salvaguarda.agent.port.MariadbCatalog;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.Set;

/** Asks over MariaDB's own driver, which speaks to MySQL too. */
public final class JdbcMariadbCatalog implements MariadbCatalog {
  private static final String PRODUCT = "MariaDB";
  private static final String CONNECT_TIMEOUT_MILLIS = "15000";
  private static final String ANSWER_TIMEOUT_MILLIS = "60000";

  /** Account, password, host or database refused; password expired; account locked. */
  private static final Set<Integer> REFUSED =
      Set.of(1044, 1045, 1130, 1142, 1227, 1698, 1820, 1862, 3118, 4151);

  private static final int NO_DATABASE = 1049;

  private static final Set<String> OWN_SCHEMAS =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  /** So that answers have one form whatever is set for the server or the account. */
  private static final List<String> SESSION =
      List.of(
          "SET SESSION sql_mode = ''",
          "SET SESSION sql_quote_show_create = 1",
          "SET SESSION lc_messages = 'en_US'",
          "SET NAMES utf8mb4");

  @Override
  public MariadbFacts read(DatabaseLogin login) throws SourceException {
    try (Connection connection = connect(login)) {
      return facts(connection);
    } catch (SQLException e) {
      throw SqlFailures.failure(PRODUCT, login, reason(e), Scope.SOURCE, e);
    }
  }

  @Override
  public MariadbDatabase inspect(DatabaseLogin login, String database) throws SourceException {
    try (Connection connection = connect(login)) {
      return database(connection, login, database);
    } catch (SQLException e) {
      throw SqlFailures.failure(PRODUCT, login, reason(e), Scope.TARGET, e);
    }
  }

  @Override
  public MariadbAccounts accounts(DatabaseLogin login) throws SourceException {
    try (Connection connection = connect(login)) {
      return MariadbAccountQuestions.accounts(connection);
    } catch (SQLException e) {
      throw SqlFailures.failure(PRODUCT, login, reason(e), Scope.TARGET, e);
    }
  }

  private static FailureReason reason(SQLException e) {
    if (e.getErrorCode() == NO_DATABASE) {
      return FailureReason.SOURCE_NOT_FOUND;
    }
    return REFUSED.contains(e.getErrorCode()) || SqlFailures.state(e).equals("28000")
        ? FailureReason.SOURCE_ACCESS_DENIED
        : FailureReason.SOURCE_UNREACHABLE;
  }

  /** Whether the server refused the account or what it wants. */
  static boolean isRefusal(SQLException e) {
    return REFUSED.contains(e.getErrorCode());
  }

  /** Connects to a database; an empty name means none. */
  static Connection connect(DatabaseLogin login, String database) throws SQLException {
    Connection connection = connect(login);
    try {
      if (!database.isEmpty()) {
        connection.setCatalog(database);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(DatabaseLogin login) throws SQLException {
    Connection connection =
        switch (login.tlsMode()) {
          case DISABLE -> open(login, "disable");
          case PREFER -> connectPreferringTls(login);
          case REQUIRE -> open(login, "trust");
          // The dump program can't check the one without the other.
          case VERIFY_CA, VERIFY_FULL -> open(login, "verify-full");
        };
    try {
      for (String setting : SESSION) {
        Query.run(connection, setting);
      }
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connectPreferringTls(DatabaseLogin login) throws SQLException {
    try {
      return open(login, "trust");
    } catch (SQLException e) {
      if (SqlFailures.isAboutTls(e)) {
        return open(login, "disable");
      }
      throw e;
    }
  }

  private static Connection open(DatabaseLogin login, String sslMode) throws SQLException {
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

  private static MariadbFacts facts(Connection connection) throws SQLException {
    List<String> databases =
        Query.column(connection, "SHOW DATABASES", 1).stream()
            .filter(name -> !OWN_SCHEMAS.contains(name.toLowerCase(Locale.ROOT)))
            .sorted()
            .toList();
    List<String> cipher = Query.column(connection, "SHOW SESSION STATUS LIKE 'Ssl_cipher'", 2);
    return new MariadbFacts(
        Query.one(connection, "SELECT VERSION()"),
        !cipher.isEmpty() && !cipher.getFirst().isEmpty(),
        databases,
        Query.column(connection, "SHOW GRANTS", 1));
  }

  private static MariadbDatabase database(
      Connection connection, DatabaseLogin login, String database) throws SQLException {
    Map<TableTrait, List<String>> traits = new EnumMap<>(TableTrait.class);
    SequencedMap<String, String> broken = new LinkedHashMap<>();
    for (List<String> table :
        Query.rows(
            connection,
            "SELECT table_name, table_type, engine FROM information_schema.tables"
                + " WHERE table_schema = ? ORDER BY table_name",
            database)) {
      String name = table.getFirst();
      if (table.get(1).equalsIgnoreCase("VIEW")) {
        requireReadable(connection, login, database, name, broken);
      }
      for (TableTrait trait : TableTrait.of(table.get(1), table.get(2))) {
        add(traits, trait, name);
        if (trait == TableTrait.VERSIONED && isByTransaction(connection, database, name)) {
          add(traits, TableTrait.VERSIONED_BY_TRANSACTION, name);
        }
      }
    }
    computed(connection, database).forEach(table -> add(traits, TableTrait.COMPUTED, table));
    List<String> creation =
        Query.column(connection, "SHOW CREATE DATABASE " + identifier(database), 2);
    return new MariadbDatabase(creation.getFirst(), traits, broken);
  }

  private static void add(Map<TableTrait, List<String>> traits, TableTrait trait, String table) {
    traits.computeIfAbsent(trait, _ -> new ArrayList<>()).add(table);
  }

  /** Asks as the dump program will; one view that it can't read ends its whole dump. */
  private static void requireReadable(
      Connection connection,
      DatabaseLogin login,
      String database,
      String view,
      Map<String, String> broken)
      throws SQLException {
    try {
      List<List<String>> _ =
          Query.rows(
              connection, "SHOW FIELDS FROM " + identifier(database) + "." + identifier(view));
    } catch (SQLException e) {
      if (SqlFailures.state(e).startsWith("08")) {
        throw e;
      }
      broken.put(view, SqlFailures.words(login, e));
    }
  }

  /** MariaDB passes over values for computed columns; MySQL refuses the whole statement. */
  private static List<String> computed(Connection connection, String database) throws SQLException {
    return Query.one(connection, "SELECT VERSION()").contains(PRODUCT)
        ? List.of()
        : Query.rows(
                connection,
                "SELECT DISTINCT table_name FROM information_schema.columns WHERE table_schema = ?"
                    + " AND (extra LIKE '%VIRTUAL GENERATED%' OR extra LIKE '%STORED GENERATED%')"
                    + " ORDER BY table_name",
                database)
            .stream()
            .map(List::getFirst)
            .toList();
  }

  private static boolean isByTransaction(Connection connection, String database, String table)
      throws SQLException {
    return !Query.rows(
            connection,
            "SELECT 1 FROM information_schema.columns WHERE table_schema = ? AND table_name = ?"
                + " AND generation_expression = 'ROW START' AND data_type = 'bigint'",
            database,
            table)
        .isEmpty();
  }

  static String identifier(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
