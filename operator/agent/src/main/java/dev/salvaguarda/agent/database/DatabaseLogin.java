package dev.salvaguarda.agent.database;

import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.util.Optional;

/**
 * How a database server is reached.
 *
 * @param host name or address
 * @param port TCP port
 * @param username not a secret: it stands in the server's own lists and in the dumps
 * @param password one line
 * @param tlsMode how the connection is protected
 * @param authorities PEM file with the authorities to trust; empty where none is needed
 */
public record DatabaseLogin(
    String host,
    int port,
    String username,
    SecretBytes password,
    TlsOrder.Mode tlsMode,
    Optional<String> authorities) {

  /** The server as messages name it. */
  public String place() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }

  /** {@link #tlsMode()} as PostgreSQL's clients call it. */
  public String libpqSslMode() {
    return switch (tlsMode) {
      case DISABLE -> "disable";
      case PREFER -> "prefer";
      case REQUIRE -> "require";
      case VERIFY_CA -> "verify-ca";
      case VERIFY_FULL -> "verify-full";
    };
  }
}
