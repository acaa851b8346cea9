package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.PostgresqlFacts;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;

/** Asks a PostgreSQL server what it is and holds. */
public interface PostgresqlCatalog {
  /**
   * Asks the first database of the list to which the role may connect.
   *
   * @throws SourceException for the whole source, if there is no answer
   */
  PostgresqlFacts read(DatabaseLogin login, List<String> databases) throws SourceException;
}
