package dev.salvaguarda.agent.database;

import java.util.List;

/**
 * What a PostgreSQL server told.
 *
 * @param versionNumber as {@code server_version_num}, such as 150018 or 90624
 * @param version as the server writes it
 * @param databases that accept connections, are whole and are no templates, by name
 * @param invalid databases that were dropped half-way; nobody can connect to them
 * @param closed databases whose connection limit is 0, if that keeps this role out
 * @param connectedTo the database that was asked; the role may connect to it
 * @param rolePasswordsReadable whether the role may read the hashes of all roles' passwords
 */
public record PostgresqlFacts(
    int versionNumber,
    String version,
    List<String> databases,
    List<String> invalid,
    List<String> closed,
    String connectedTo,
    boolean rolePasswordsReadable) {
  public PostgresqlFacts {
    databases = List.copyOf(databases);
    invalid = List.copyOf(invalid);
    closed = List.copyOf(closed);
  }

  /** The major version; 9 for all before 10. */
  public int major() {
    return versionNumber / 10_000;
  }
}
