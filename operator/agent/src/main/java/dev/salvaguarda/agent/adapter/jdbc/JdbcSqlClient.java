package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;

/** Talks over the drivers of the products. */
public final class JdbcSqlClient implements SqlClient {
  /** SQL state; it passes as others end theirs. */
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private final String product;
  private final Connector connector;

  private JdbcSqlClient(String product, Connector connector) {
    this.product = product;
    this.connector = connector;
  }

  private interface Connector {
    Connection connect(DatabaseLogin login, String database) throws SQLException;
  }

  private interface Work<T> {
    T with(Connection connection) throws SQLException, SourceException;
  }

  /** For PostgreSQL. */
  public static SqlClient postgresql() {
    return new JdbcSqlClient("PostgreSQL", JdbcPostgresqlCatalog::connect);
  }

  /** For MariaDB. */
  public static SqlClient mariadb() {
    return new JdbcSqlClient("MariaDB", JdbcMariadbCatalog::connect);
  }

  @Override
  public List<List<String>> rows(
      DatabaseLogin login, String database, String query, String... parameters)
      throws SourceException {
    return connected(login, database, c -> Query.rows(c, query, parameters));
  }

  @Override
  public void run(DatabaseLogin login, String database, List<String> statements)
      throws SourceException {
    boolean _ =
        connected(
            login,
            database,
            connection -> {
              for (String statement : statements) {
                Query.run(connection, statement);
              }
              return true;
            });
  }

  @Override
  public void runTogether(DatabaseLogin login, String database, List<String> statements)
      throws SourceException {
    boolean _ =
        connected(
            login,
            database,
            connection -> {
              connection.setAutoCommit(false);
              for (String statement : statements) {
                Query.run(connection, statement);
              }
              connection.commit();
              return true;
            });
  }

  @Override
  public Optional<String> answer(DatabaseLogin login, String database, String query)
      throws SourceException {
    return connected(
        login,
        database,
        connection -> {
          connection.setReadOnly(true);
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement();
              ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
          } catch (SQLException e) {
            throw refused(login, e);
          } finally {
            connection.rollback();
          }
        });
  }

  /** Whoever wrote the query knows whom it asks, and wants to know what is wrong with it. */
  private static SourceException refused(DatabaseLogin login, SQLException e) throws SQLException {
    FailureReason reason = reason(e);
    if (reason == FailureReason.TARGET_UNREACHABLE) {
      throw e;
    }
    return SourceException.ofTarget(
        reason, "The query failed: %s".formatted(SqlFailures.told(login, e)), e);
  }

  private <T> T connected(DatabaseLogin login, String database, Work<T> work)
      throws SourceException {
    try (Connection connection = connector.connect(login, database)) {
      // To rename, to drop and to count may take long, and the work has a deadline of its own.
      connection.setNetworkTimeout(Runnable::run, 0);
      return work.with(connection);
    } catch (SQLException e) {
      throw SqlFailures.failure(product, login, reason(e), Scope.TARGET, e);
    }
  }

  private static FailureReason reason(SQLException e) {
    String state = SqlFailures.state(e);
    if (state.startsWith("28") || state.equals("42501") || JdbcMariadbCatalog.isRefusal(e)) {
      return FailureReason.TARGET_ACCESS_DENIED;
    }
    return state.startsWith("08")
            || state.startsWith("57P")
            || state.equals(TOO_MANY_CONNECTIONS)
            || state.equals("none")
        ? FailureReason.TARGET_UNREACHABLE
        : FailureReason.LOAD_FAILED;
  }
}
