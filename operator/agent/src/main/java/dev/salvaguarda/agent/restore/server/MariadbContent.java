package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.MariadbTarget.quoted;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What databases of MariaDB hold, in the parts in which it gets from one into another: tables and
 * sequences are moved, what is written around them is read as statements and made anew.
 *
 * @param dumper the dump program with these options
 * @param loader the client program that is fed with statements for this database
 */
record MariadbContent(
    DatabaseLogin login,
    SqlClient sql,
    ProgramRunner runner,
    Function<List<String>, Program> dumper,
    Function<String, Program> loader) {
  /** Whoever holds a table for longer keeps it. The server's own patience is a day. */
  static final String PATIENCE = "SET SESSION lock_wait_timeout = 60";

  private static final List<String> NO_TABLES =
      List.of("--skip-opt", "--set-charset", "--skip-comments", "--no-data", "--no-tablespaces");

  /** Routines, events and views, as statements that name no database. */
  byte[] code(String database) throws SourceException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    dump(database, List.of("--no-create-info", "--skip-triggers", "--routines", "--events"), all);
    List<String> views =
        names("SELECT table_name FROM information_schema.views WHERE table_schema = ?", database);
    if (!views.isEmpty()) {
      dump(database, List.of("--skip-triggers"), all, views.toArray(String[]::new));
    }
    return all.toByteArray();
  }

  /** Triggers, as statements that name no database and replace those that are there. */
  byte[] triggers(String database) throws SourceException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    dump(database, List.of("--no-create-info", "--triggers", "--add-drop-trigger"), all);
    return all.toByteArray();
  }

  /** Tables and sequences. */
  List<String> tables(String database) throws SourceException {
    return names(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
            + " AND table_type <> 'VIEW' ORDER BY table_name",
        database);
  }

  /** Moves tables and sequences, all of them or none; their triggers are gone. */
  void move(String from, String to, List<String> tables) throws SourceException {
    if (tables.isEmpty()) {
      return;
    }
    List<String> statements = new ArrayList<>();
    statements.add(PATIENCE);
    // By the schema of the table: the server compares that of the trigger in any letter case.
    for (String trigger :
        names(
            "SELECT trigger_name FROM information_schema.triggers WHERE event_object_schema = ?",
            from)) {
      statements.add("DROP TRIGGER %s.%s".formatted(quoted(from), quoted(trigger)));
    }
    statements.add(
        "RENAME TABLE "
            + String.join(
                ", ",
                tables.stream()
                    .map(table ->
                        "%1$s.%3$s TO %2$s.%3$s".formatted(quoted(from), quoted(to), quoted(table)))
                    .toList()));
    sql.run(login, "", statements);
  }

  /** Drops a database, and throws out who is in it. */
  void drop(String database) throws SourceException {
    disconnect(database);
    sql.run(login, "", List.of(PATIENCE, "DROP DATABASE IF EXISTS " + quoted(database)));
  }

  /** Throws out who is in a database, as far as that may be done; others are waited for. */
  void disconnect(String database) throws SourceException {
    for (String connection :
        names(
            "SELECT id FROM information_schema.processlist WHERE user <> 'system user' AND BINARY db"
                + " = (SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?)",
            database)) {
      try {
        sql.run(login, "", List.of("KILL " + connection));
      } catch (SourceException e) {
        // It has gone by itself, or is not ours to end.
      }
    }
  }

  /** Makes what was read of a database. */
  void load(String database, byte[] statements) throws SourceException {
    try (RunningProgram running = runner.startFed(loader.apply(database))) {
      try (OutputStream input = running.input()) {
        input.write(statements);
      } catch (IOException e) {
        // It ended early, and says why by its exit status.
      }
      long _ = running.output().transferTo(OutputStream.nullOutputStream());
      requireGood(running.await(), database, "made");
    } catch (ProgramMissingException | IOException e) {
      throw missing("mariadb", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void dump(String database, List<String> options, OutputStream into, String... views)
      throws SourceException {
    List<String> all = new ArrayList<>(NO_TABLES);
    all.addAll(options);
    all.add("--");
    all.add(database);
    all.addAll(List.of(views));
    try (RunningProgram running = runner.start(dumper.apply(all))) {
      long _ = running.output().transferTo(into);
      requireGood(running.await(), database, "read");
    } catch (ProgramMissingException | IOException e) {
      throw missing("mariadb-dump", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static SourceException missing(String program, Exception e) {
    return SourceException.ofSource(
        FailureReason.TARGET_TOOL_MISSING,
        "The program %s is not installed in this image.".formatted(program),
        e);
  }

  private static void requireGood(ProgramExit exit, String database, String done)
      throws SourceException {
    if (!exit.isZero()) {
      String words = String.join(" ", exit.errorLines());
      throw SourceException.ofTarget(
          MariadbTarget.reason(words),
          "What belongs around the tables of %s could not be %s: %s."
              .formatted(database, done, ServerWords.of(words)));
    }
  }

  private static RepositoryException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new RepositoryException(Reason.CANCELLED, "The restore was cancelled.", e);
  }

  private List<String> names(String query, String... parameters) throws SourceException {
    return sql.rows(login, "", query, parameters).stream().map(List::getFirst).toList();
  }
}
