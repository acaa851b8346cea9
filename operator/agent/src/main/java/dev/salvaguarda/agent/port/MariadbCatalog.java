package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.source.SourceException;

/** Asks a MariaDB or MySQL server what it is and holds. */
public interface MariadbCatalog {
  /**
   * Connects and asks.
   *
   * @throws SourceException for the whole source, if there is no answer
   */
  MariadbFacts read(DatabaseLogin login) throws SourceException;
}
