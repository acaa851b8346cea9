package dev.salvaguarda.domain.workorder;

import java.util.List;
import java.util.Objects;

/**
 * Databases of one MariaDB or MySQL server.
 *
 * @param host name or address
 * @param port TCP port
 * @param databases names; empty means all but the server's own schemas
 * @param excludeDatabases names left out of "all"
 * @param usernameFile file with the user's name
 * @param passwordFile file with its password
 * @param tls how the connection is protected
 * @param chunkSize into pieces of which size dumps are cut
 * @param globals whether accounts, roles and their grants are stored as a target of their own
 */
public record MariadbOrder(
    String host,
    int port,
    List<String> databases,
    List<String> excludeDatabases,
    String usernameFile,
    String passwordFile,
    TlsOrder tls,
    ChunkSize chunkSize,
    boolean globals)
    implements DatabaseOrder {
  public MariadbOrder {
    Objects.requireNonNull(chunkSize, "chunkSize");
    databases = List.copyOf(databases);
    excludeDatabases = List.copyOf(excludeDatabases);
  }
}
