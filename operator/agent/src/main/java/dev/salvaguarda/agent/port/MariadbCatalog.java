package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.MariadbAccounts;
import dev.salvaguarda.agent.database.MariadbDatabase;
import dev.salvaguarda.agent.database.MariadbFacts;
import dev.salvaguarda.agent.source.SourceException;

/** Asks a MariaDB or MySQL server what it is and holds. */
public interface MariadbCatalog {
  /**
   * Connects and asks about the server.
   *
   * @throws SourceException for the whole source, if there is no answer
   */
  MariadbFacts read(DatabaseLogin login) throws SourceException;

  /**
   * Connects and asks about a database that the account sees.
   *
   * @throws SourceException for this target or the whole source, as the server's answer means
   */
  MariadbDatabase inspect(DatabaseLogin login, String database) throws SourceException;

  /**
   * Connects and asks about all accounts and roles. MariaDB from 10.2 on alone answers; the account
   * must be allowed to read everything.
   *
   * @throws SourceException for this target or the whole source, as the server's answer means
   */
  MariadbAccounts accounts(DatabaseLogin login) throws SourceException;
}
