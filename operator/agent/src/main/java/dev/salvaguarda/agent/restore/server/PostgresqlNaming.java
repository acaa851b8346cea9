package dev.salvaguarda.agent.restore.server;

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
  /** What follows a temporary name in that of the database that was replaced. */
  private static final String REPLACED = "_old";

  /** A copy of the mark, in a dump or on another database, has another number in it. */
  Standing standing(String from, String to) throws SourceException {
    Optional<Known> there = known(to);
    if (there.isEmpty()) {
      return new Standing.Free();
    }
    return LandedMark.in(there.get().comment(), there.get().maker(from))
        .<Standing>map(Standing.Landed::new)
        .orElseGet(Standing.Taken::new);
  }

  /** A database that exists; the number is its own for all its life, whatever it is called. */
  private record Known(String number, String comment) {
    String maker(String temporary) {
      return temporary + "-" + number;
    }
  }

  private Optional<Known> known(String database) throws SourceException {
    return sql
        .rows(
            login,
            MAINTENANCE,
            "SELECT oid::text, coalesce(pg_catalog.shobj_description(oid, 'pg_database'), '')"
                + " FROM pg_catalog.pg_database WHERE datname = ?",
            database)
        .stream()
        .map(row -> new Known(row.get(0), row.get(1)))
        .findFirst();
  }

  /** Both renames happen or none does; nobody sees a moment without a database of that name. */
  void publish(String from, String to, boolean replace, Proof proof) throws SourceException {
    Known loaded = known(from).orElseThrow(() -> vanished(from));
    Optional<Known> replaced = replace ? known(to) : Optional.empty();
    List<String> statements = new ArrayList<>();
    if (replaced.isPresent()) {
      disconnectAll(to);
      statements.add(comment(to, markOfReplaced(from, replaced.get())));
      statements.add(rename(to, from + REPLACED));
    }
    String mark = LandedMark.of(loaded.maker(from), proof).before(loaded.comment());
    statements.add(comment(from, mark));
    statements.add(rename(from, to));
    sql.runTogether(login, MAINTENANCE, statements);
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
    return "COMMENT ON DATABASE %s IS E'%s'"
        .formatted(quoted(database), text.replace("\\", "\\\\").replace("'", "''"));
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
      disconnectAll(database);
      sql.run(login, MAINTENANCE, List.of("DROP DATABASE IF EXISTS " + quoted(database)));
    }
  }

  private void disconnectAll(String database) throws SourceException {
    List<List<String>> _ =
        sql.rows(
            login,
            MAINTENANCE,
            "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity"
                + " WHERE datname = ? AND pid <> pg_backend_pid()",
            database);
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
