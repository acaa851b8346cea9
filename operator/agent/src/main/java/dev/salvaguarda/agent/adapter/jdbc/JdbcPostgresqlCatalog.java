package dev.salvaguarda.agent.adapter.jdbc;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlDatabase;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.port.PostgresqlCatalog;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** Asks over PostgreSQL's own driver. */
public final class JdbcPostgresqlCatalog implements PostgresqlCatalog {
  private static final String PRODUCT = "PostgreSQL";
  private static final int CONNECT_TIMEOUT_SECONDS = 15;
  private static final int ANSWER_TIMEOUT_SECONDS = 60;

  /**
   * This database takes no connection of this role: it does not exist, is closed or full, the role
   * may not connect, pg_hba.conf has no line for it, or a pooler does not know it. Another may do.
   */
  private static final Set<String> TRY_ANOTHER =
      Set.of("3D000", "42501", "28000", "55000", "53300", "08P01");

  private static final Pattern REFUSED_BY_POOLER =
      Pattern.compile("authentication failed|no such user", Pattern.CASE_INSENSITIVE);
  private static final Pattern UNKNOWN_TO_POOLER = Pattern.compile("no such database");

  @Override
  public PostgresqlFacts read(DatabaseLogin login, List<String> databases) throws SourceException {
    @Nullable SQLException first = null;
    for (String database : databases) {
      try (Connection connection = connect(login, database)) {
        return PostgresqlQuestions.facts(connection, database);
      } catch (SQLException e) {
        first = first == null ? e : first;
        if (!TRY_ANOTHER.contains(SqlFailures.state(e)) || isRefusedByPooler(e)) {
          break;
        }
      }
    }
    SQLException why = first == null ? new SQLException("no database was asked") : first;
    throw SqlFailures.failure(PRODUCT, login, reason(why), Scope.SOURCE, why);
  }

  @Override
  public PostgresqlDatabase inspect(DatabaseLogin login, String database) throws SourceException {
    try (Connection connection = connect(login, database)) {
      return PostgresqlQuestions.database(connection);
    } catch (SQLException e) {
      throw SqlFailures.failure(PRODUCT, login, reason(e), Scope.TARGET, e);
    }
  }

  private static FailureReason reason(SQLException e) {
    return switch (SqlFailures.state(e)) {
      case "28P01", "28000", "42501", "55000" -> FailureReason.SOURCE_ACCESS_DENIED;
      case "3D000" -> FailureReason.SOURCE_NOT_FOUND;
      case "08P01" -> ofPooler(e);
      default -> FailureReason.SOURCE_UNREACHABLE;
    };
  }

  /** A pooler has one state for everything, and English words. */
  private static FailureReason ofPooler(SQLException e) {
    if (isRefusedByPooler(e)) {
      return FailureReason.SOURCE_ACCESS_DENIED;
    }
    return UNKNOWN_TO_POOLER.matcher(String.valueOf(e.getMessage())).find()
        ? FailureReason.SOURCE_NOT_FOUND
        : FailureReason.SOURCE_UNREACHABLE;
  }

  private static boolean isRefusedByPooler(SQLException e) {
    return SqlFailures.state(e).equals("08P01")
        && REFUSED_BY_POOLER.matcher(String.valueOf(e.getMessage())).find();
  }

  static Connection connect(DatabaseLogin login, String database) throws SQLException {
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
    source.setSslMode(login.libpqSslMode());
    login.authorities().ifPresent(source::setSslRootCert);
    Connection connection = source.getConnection();
    try {
      // As the dump program does: a limit for people's queries is none for ours.
      Query.run(connection, "SET statement_timeout = 0");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
