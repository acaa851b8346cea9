package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.DatabaseServer.REPLACED;
import static dev.salvaguarda.agent.restore.server.PostgresqlTarget.MAINTENANCE;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.restore.stored.Proof;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives a database of PostgreSQL that was restored its final name, and knows by the marks in the
 * comments of databases which it has given, and which database it has replaced.
 */
record PostgresqlNaming(DatabaseLogin login, SqlClient sql) {
  /** Where the maintenance database can be renamed, which nobody can do who is in it. */
  private static final String OTHER = "template1";

  /** A copy of the mark, in a dump or on another database, has another number in it. */
  Standing standing(String from, String to) throws SourceException {
    Optional<Known> there = known(to);
    if (there.isEmpty()) {
      return new Standing.Free();
    }
    return LandedMark.in(there.get().comment(), there.get().maker(from))
        .<Standing>map(Standing.Landed::new)
        .orElseGet(() -> there.get().template() ? new Standing.Kept() : new Standing.Taken());
  }

  /** A database that exists; the number is its own for all its life, whatever it is called. */
  private record Known(String number, String comment, boolean template) {
    String maker(String temporary) {
      return temporary + "-" + number;
    }
  }

  private Optional<Known> known(String database) throws SourceException {
    return sql
        .rows(
            login,
            MAINTENANCE,
            "SELECT oid::text, coalesce(pg_catalog.shobj_description(oid, 'pg_database'), ''),"
                + " datistemplate::text FROM pg_catalog.pg_database WHERE datname = ?",
            database)
        .stream()
        .map(row -> new Known(row.get(0), row.get(1), row.get(2).equals("true")))
        .findFirst();
  }

  /** Both renames happen or none does; nobody sees a moment without a database of that name. */
  void publish(String from, String to, boolean replace, Proof proof) throws SourceException {
    Known loaded = known(from).orElseThrow(() -> vanished(from));
    Optional<Known> replaced = replace ? known(to) : Optional.empty();
    List<String> statements = new ArrayList<>();
    if (replaced.isPresent()) {
      statements.add(comment(to, markOfReplaced(from, replaced.get())));
      // In the same breath: whoever comes back at once finds the name held.
      statements.add(disconnection(to));
      statements.add(rename(to, from + REPLACED));
    }
    String mark = LandedMark.of(loaded.maker(from), proof).before(loaded.comment());
    statements.add(comment(from, mark));
    statements.add(rename(from, to));
    sql.runTogether(login, to.equals(MAINTENANCE) ? OTHER : MAINTENANCE, statements);
    if (replaced.isPresent()) {
      drop(from + REPLACED);
    }
  }

  private static SourceException vanished(String database) {
    return SourceException.ofTarget(
        FailureReason.LOAD_FAILED, "The database %s vanished.".formatted(database));
  }

  private static String markOfReplaced(String from, Known replaced) {
    return "Salvaguarda: replaced by %s, to be dropped.".formatted(replaced.maker(from));
  }

  private static String rename(String from, String to) {
    return "ALTER DATABASE " + quoted(from) + " RENAME TO " + quoted(to);
  }

  private static String comment(String database, String text) {
    return "COMMENT ON DATABASE %s IS %s".formatted(quoted(database), literal(text));
  }

  private static String literal(String text) {
    return "E'%s'".formatted(text.replace("\\", "\\\\").replace("'", "''"));
  }

  /** Only what bears the mark of this restore: the name alone proves nothing. */
  void dropReplaced(String from) throws SourceException {
    Optional<Known> left = known(from + REPLACED);
    if (left.isPresent() && left.get().comment().equals(markOfReplaced(from, left.get()))) {
      drop(from + REPLACED);
    }
  }

  void settle(String from, String to) throws SourceException {
    if (standing(from, to) instanceof Standing.Landed) {
      String marked = known(to).map(Known::comment).orElse("");
      sql.run(login, MAINTENANCE, List.of(comment(to, LandedMark.without(marked))));
    }
  }

  void drop(String database) throws SourceException {
    if (known(database).isPresent()) {
      sql.run(
          login,
          MAINTENANCE,
          List.of(disconnection(database), "DROP DATABASE IF EXISTS " + quoted(database)));
    }
  }

  private static String disconnection(String database) {
    return "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
        + " WHERE datname = %s AND pid <> pg_catalog.pg_backend_pid()".formatted(literal(database));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
