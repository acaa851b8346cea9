package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.MariadbTarget.quoted;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What the comments of databases say to a restore: which is being moved, which was, and which is
 * being replaced. Servers before MariaDB 10.5 keep no comments, so that nothing is known there.
 */
record MariadbMarks(DatabaseLogin login, SqlClient sql) {
  private static final String INCOMPLETE = "Salvaguarda: not complete, moved from ";
  private static final int LONGEST_COMMENT = 1024;

  /** Those of the server itself, and a view of its own on them. */
  private static final Set<String> OF_SERVER =
      Set.of("information_schema", "performance_schema", "mysql", "sys");

  /** On what an attempt was making when it vanished: all that is in it is somewhere else, too. */
  static String incomplete(String from) {
    return INCOMPLETE + from;
  }

  /** On the database that is being replaced, while all but tables and triggers is still in it. */
  static String leaving(String from) {
    return "Salvaguarda: being replaced by " + from;
  }

  /** On the database that keeps what is replaced, and on any other whose code it keeps. */
  static String aside(String from) {
    return "Salvaguarda: kept until replaced by " + from;
  }

  /** What stands under the name to which a database is to be moved. */
  Standing standing(String from, String to) throws SourceException {
    Optional<String> there = comment(to);
    Optional<LandedMark> landed = there.flatMap(text -> LandedMark.in(text, from));
    if (landed.isPresent()) {
      return new Standing.Landed(landed.get());
    }
    if (there.equals(Optional.of(incomplete(from))) || keeps(from)) {
      return new Standing.CutShort();
    }
    if (there.isEmpty()) {
      return new Standing.Free();
    }
    return OF_SERVER.contains(to.toLowerCase(Locale.ROOT))
        ? new Standing.Kept()
        : new Standing.Taken();
  }

  /** Whether there is, by its mark, a database that keeps what this restore replaces. */
  private boolean keeps(String from) throws SourceException {
    return comment(from + DatabaseServer.REPLACED)
        .filter(text -> text.equals(incomplete(from)) || text.equals(aside(from)))
        .isPresent();
  }

  /** The comment of a database, empty text if it has none; empty if there is no such database. */
  Optional<String> comment(String database) throws SourceException {
    String comment = areKept() ? "schema_comment" : "''";
    return sql
        .rows(
            login,
            "",
            "SELECT " + comment + " FROM information_schema.schemata WHERE schema_name = ?",
            database)
        .stream()
        .map(List::getFirst)
        .findFirst();
  }

  /** Says of a database that it is being moved, and so of what is made like it. */
  void begin(String from) throws SourceException {
    set(from, incomplete(from));
  }

  /**
   * Says that the move is complete.
   *
   * @param stored the comment that belongs to the database; one that leaves no room for the mark
   *     stands alone
   */
  void end(String to, LandedMark mark, String stored) throws SourceException {
    String marked = mark.before(stored);
    set(to, marked.length() > LONGEST_COMMENT ? stored : marked);
  }

  /** Takes the mark of a complete move away. */
  void settle(String from, String to) throws SourceException {
    if (standing(from, to) instanceof Standing.Landed) {
      set(to, LandedMark.without(comment(to).orElse("")));
    }
  }

  /** Makes a database that has this comment from its first moment, and else is like another. */
  void create(String database, String like, String comment) throws SourceException {
    List<String> set =
        sql.rows(
                login,
                "",
                "SELECT default_character_set_name, default_collation_name"
                    + " FROM information_schema.schemata WHERE schema_name = ?",
                like)
            .getFirst();
    sql.run(
        login,
        "",
        List.of(
            "CREATE DATABASE %s CHARACTER SET %s COLLATE %s COMMENT = %s"
                .formatted(quoted(database), set.get(0), set.get(1), literal(comment))));
  }

  void set(String database, String comment) throws SourceException {
    if (areKept()) {
      sql.run(
          login,
          "",
          List.of("ALTER DATABASE %s COMMENT = %s".formatted(quoted(database), literal(comment))));
    }
  }

  private static String literal(String text) {
    return "'%s'".formatted(text.replace("\\", "\\\\").replace("'", "''"));
  }

  boolean areKept() throws SourceException {
    return !sql.rows(
            login,
            "",
            "SELECT 1 FROM information_schema.columns WHERE table_schema = 'information_schema'"
                + " AND table_name = 'SCHEMATA' AND column_name = 'SCHEMA_COMMENT'")
        .isEmpty();
  }
}
