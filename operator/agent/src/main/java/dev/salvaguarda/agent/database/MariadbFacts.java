package dev.salvaguarda.agent.database;

import java.util.List;
import java.util.Map;

/**
 * What a MariaDB or MySQL server told.
 *
 * @param version as the server writes it
 * @param encrypted whether the connection on which it told was encrypted
 * @param databases that the account sees, the server's own schemas apart, by name
 * @param grants the account's privileges as SHOW GRANTS writes them
 * @param nonTransactionalTables per database, tables whose engine has no consistent snapshot
 */
public record MariadbFacts(
    String version,
    boolean encrypted,
    List<String> databases,
    List<String> grants,
    Map<String, List<String>> nonTransactionalTables) {
  public MariadbFacts {
    databases = List.copyOf(databases);
    grants = List.copyOf(grants);
    nonTransactionalTables = Map.copyOf(nonTransactionalTables);
  }
}
