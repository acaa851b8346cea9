package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;
import java.util.Optional;

/** Asks and tells a database server in SQL, one connection a call. */
public interface SqlClient {
  /**
   * Rows of a query, with text parameters; null is read as empty.
   *
   * @param database to be connected to; empty means none in particular
   */
  List<List<String>> rows(DatabaseLogin login, String database, String query, String... parameters)
      throws SourceException;

  /** Runs statements one after the other; the first that fails is the last. */
  void run(DatabaseLogin login, String database, List<String> statements) throws SourceException;

  /** Runs statements that take effect all together or not at all. */
  void runTogether(DatabaseLogin login, String database, List<String> statements)
      throws SourceException;

  /**
   * The first column of the first row of a query that may not change anything; empty if there is no
   * row or it is null.
   */
  Optional<String> answer(DatabaseLogin login, String database, String query)
      throws SourceException;
}
