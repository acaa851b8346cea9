package dev.salvaguarda.agent.database;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * What a database of a MariaDB server holds beside ordinary tables.
 *
 * @param creation the statement that makes it anew: its name, character set, collation and comment
 * @param tables names per trait, without the database's; a table may have several traits or none
 * @param brokenViews names of views that can't be read, with the server's words
 */
public record MariadbDatabase(
    String creation,
    Map<TableTrait, List<String>> tables,
    SequencedMap<String, String> brokenViews) {
  public MariadbDatabase {
    Map<TableTrait, List<String>> all = new EnumMap<>(TableTrait.class);
    tables.forEach((trait, names) -> all.put(trait, List.copyOf(names)));
    tables = Map.copyOf(all);
  }

  /** The tables with this trait, in the order in which the server told them. */
  public List<String> with(TableTrait trait) {
    return tables.getOrDefault(trait, List.of());
  }
}
