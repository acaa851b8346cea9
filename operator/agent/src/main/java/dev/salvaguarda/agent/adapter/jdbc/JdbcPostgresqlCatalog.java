package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.port.PostgresqlCatalog;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/** Asks over PostgreSQL's own driver. */
public final class JdbcPostgresqlCatalog implements PostgresqlCatalog {
  private static final int CONNECT_TIMEOUT_SECONDS = 15;
  private static final int ANSWER_TIMEOUT_SECONDS = 60;

  /** No such database; no right to connect to it. Another database may do. */
  private static final Set<String> TRY_ANOTHER = Set.of("3D000", "42501");

  private static final Set<String> REFUSED = Set.of("28P01", "28000");

  @Override
  public PostgresqlFacts read(DatabaseLogin login, List<String> databases) throws SourceException {
    SQLException last = new SQLException("no database was asked");
    for (String database : databases) {
      try (Connection connection = dataSource(login, database).getConnection()) {
        return ask(connection, database);
      } catch (SQLException e) {
        if (!TRY_ANOTHER.contains(state(e))) {
          throw failure(login, e);
        }
        last = e;
      }
    }
    throw SourceException.ofSource(
        FailureReason.SOURCE_ACCESS_DENIED,
        "The role %s may connect to none of the databases %s at %s"
            .formatted(login.username(), String.join(", ", databases), login.place()),
        last);
  }

  private static PGSimpleDataSource dataSource(DatabaseLogin login, String database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {login.host()});
    source.setPortNumbers(new int[] {login.port()});
    source.setDatabaseName(database);
    source.setUser(login.username());
    source.setPassword(login.password().revealUtf8());
    source.setApplicationName("salvaguarda");
    source.setConnectTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setLoginTimeout(CONNECT_TIMEOUT_SECONDS);
    source.setSocketTimeout(ANSWER_TIMEOUT_SECONDS);
    source.setSslMode(sslMode(login.tlsMode()));
    login.authorities().ifPresent(source::setSslRootCert);
    return source;
  }

  private static String sslMode(TlsOrder.Mode mode) {
    return switch (mode) {
      case DISABLE -> "disable";
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }

  private static PostgresqlFacts ask(Connection connection, String database) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int number = Integer.parseInt(one(statement, "SHOW server_version_num"));
      String version = one(statement, "SHOW server_version");
      boolean passwords =
          "t".equals(one(statement, "SELECT has_table_privilege('pg_catalog.pg_authid','SELECT')"));
      List<String> names = new ArrayList<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT datname FROM pg_catalog.pg_database"
                  + " WHERE datallowconn AND NOT datistemplate ORDER BY datname")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return new PostgresqlFacts(number, version, names, database, passwords);
    }
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return Objects.requireNonNull(rows.getString(1));
    }
  }

  private static SourceException failure(DatabaseLogin login, SQLException e) {
    String state = state(e);
    if (REFUSED.contains(state)) {
      return SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The PostgreSQL server %s refused the role %s or its password"
              .formatted(login.place(), login.username()),
          e);
    }
    if (SqlFailures.isAboutTls(e)) {
      return SqlFailures.tlsNotTrusted("PostgreSQL", login, e);
    }
    return SourceException.ofSource(
        FailureReason.SOURCE_UNREACHABLE,
        "The PostgreSQL server %s did not answer as expected (SQL state %s)"
            .formatted(login.place(), state),
        e);
  }

  private static String state(SQLException e) {
    return Objects.requireNonNullElse(e.getSQLState(), "none");
  }
}
