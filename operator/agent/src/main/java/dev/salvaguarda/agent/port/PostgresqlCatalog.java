package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlDatabase;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;

/** Asks a PostgreSQL server what it is and holds. */
public interface PostgresqlCatalog {
  /**
   * Asks the first database of the list to which the role may connect about the server.
   *
   * @throws SourceException for the whole source, if there is no answer; it says what the first
   *     database answered
   */
  PostgresqlFacts read(DatabaseLogin login, List<String> databases) throws SourceException;

  /**
   * Connects to the database and asks about it.
   *
   * @throws SourceException for this target or the whole source, as the server's answer means
   */
  PostgresqlDatabase inspect(DatabaseLogin login, String database) throws SourceException;
}
