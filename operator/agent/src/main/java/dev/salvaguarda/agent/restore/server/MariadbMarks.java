package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.MariadbTarget.quoted;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.source.SourceException;
import java.util.List;
import java.util.Optional;

/**
 * What the comments of databases say to a restore: which is being moved, and which was. Servers
 * before MariaDB 10.5 keep no comments, so that nothing is known there.
 */
record MariadbMarks(DatabaseLogin login, SqlClient sql) {
  private static final String INCOMPLETE = "Salvaguarda: not complete, moved from ";
  private static final int LONGEST_COMMENT = 1024;

  /** What stands under the name to which a database is to be moved. */
  Standing standing(String from, String to) throws SourceException {
    Optional<String> there = comment(to);
    if (there.isEmpty()) {
      return new Standing.Free();
    }
    if (there.get().equals(INCOMPLETE + from)) {
      return new Standing.CutShort();
    }
    return LandedMark.in(there.get(), from)
        .<Standing>map(Standing.Landed::new)
        .orElseGet(Standing.Taken::new);
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
    set(from, INCOMPLETE + from);
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

  private void set(String database, String comment) throws SourceException {
    if (areKept()) {
      sql.run(
          login,
          "",
          List.of(
              "ALTER DATABASE %s COMMENT = '%s'"
                  .formatted(quoted(database), comment.replace("\\", "\\\\").replace("'", "''"))));
    }
  }

  private boolean areKept() throws SourceException {
    return !sql.rows(
            login,
            "",
            "SELECT 1 FROM information_schema.columns WHERE table_schema = 'information_schema'"
                + " AND table_name = 'SCHEMATA' AND column_name = 'SCHEMA_COMMENT'")
        .isEmpty();
  }
}
