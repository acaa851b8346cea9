package dev.salvaguarda.agent.database;

import java.util.List;

/**
 * What a MariaDB or MySQL server told.
 *
 * @param version as the server writes it
 * @param encrypted whether the connection on which it told was encrypted
 * @param databases that the account sees, the server's own schemas apart, by name
 * @param grants the account's privileges as SHOW GRANTS writes them
 */
public record MariadbFacts(
    String version, boolean encrypted, List<String> databases, List<String> grants) {
  public MariadbFacts {
    databases = List.copyOf(databases);
    grants = List.copyOf(grants);
  }
}
