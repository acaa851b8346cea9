package dev.salvaguarda.agent.database;

import java.util.List;

/**
 * What a database of a PostgreSQL server told.
 *
 * @param creation statements for psql that make it anew, under the name in the variable {@code
 *     database}: encoding, locale, owner, settings, grants, comment
 * @param foreignTables whose rows are on another server, as {@code schema.name}
 * @param hidden what only a superuser may dump, such as {@code subscription branch}
 * @param unreadable tables and sequences that the role may not read, as {@code schema.name}
 */
public record PostgresqlDatabase(
    String creation, List<String> foreignTables, List<String> hidden, List<String> unreadable) {
  public PostgresqlDatabase {
    foreignTables = List.copyOf(foreignTables);
    hidden = List.copyOf(hidden);
    unreadable = List.copyOf(unreadable);
  }
}
