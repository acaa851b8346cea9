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
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves what a database of MariaDB holds into another, since none can be renamed: tables and
 * sequences in one statement, and what is written around them anew.
 */
final class MariadbMove {
  private final DatabaseLogin login;
  private final SqlClient sql;
  private final ProgramRunner runner;
  private final MariadbMarks marks;
  private final Function<List<String>, Program> dumper;
  private final Function<String, Program> loader;

  /**
   * A move that has not begun.
   *
   * @param dumper the dump program with these options
   * @param loader the client program that is fed with statements for this database
   */
  MariadbMove(
      DatabaseLogin login,
      SqlClient sql,
      ProgramRunner runner,
      Function<List<String>, Program> dumper,
      Function<String, Program> loader) {
    this.login = login;
    this.sql = sql;
    this.runner = runner;
    this.marks = new MariadbMarks(login, sql);
    this.dumper = dumper;
    this.loader = loader;
  }

  /**
   * Moves all of it; the target must not exist. Whatever fails, a target that was made here does
   * not stay; one that somebody else made meanwhile does.
   *
   * @param renamed the statement that made the database, as it makes the target
   * @param mark for the comment of the target in the end
   */
  void run(String from, String to, UnaryOperator<String> renamed, LandedMark mark)
      throws SourceException {
    byte[] around = around(from);
    List<String> tables = tables(from);
    String stored = marks.comment(from).orElse("");
    // What is made like it has the mark from its first moment.
    marks.begin(from);
    String creation =
        renamed.apply(
            sql.rows(login, "", "SHOW CREATE DATABASE " + quoted(from)).getFirst().get(1));
    List<String> statements = new ArrayList<>();
    for (String trigger :
        names(
            "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = ?",
            from)) {
      statements.add("DROP TRIGGER %s.%s".formatted(quoted(from), quoted(trigger)));
    }
    if (!tables.isEmpty()) {
      statements.add(rename(from, to, tables));
    }
    sql.run(login, "", List.of(creation));
    try {
      sql.run(login, "", statements);
      redirectDefaults(from, to);
      load(to, around);
      // Nothing of it may be left once the mark says that all is done.
      sql.run(login, "", List.of("DROP DATABASE " + quoted(from)));
      marks.end(to, mark, stored);
    } catch (SourceException | RuntimeException e) {
      withdraw(to, e);
      throw e;
    }
  }

  /** A default that draws from a sequence names the sequence's database. */
  private void redirectDefaults(String from, String to) throws SourceException {
    Pattern ofFrom = RelocatedDump.ofSequence(from);
    List<String> statements = new ArrayList<>();
    for (List<String> column :
        sql.rows(
            login,
            "",
            "SELECT table_name, column_name, column_default FROM information_schema.columns"
                + " WHERE table_schema = ? AND column_default LIKE '%val(%'",
            to)) {
      Matcher matcher = ofFrom.matcher(column.get(2));
      if (matcher.find()) {
        statements.add(
            "ALTER TABLE %s.%s ALTER COLUMN %s SET DEFAULT %s"
                .formatted(
                    quoted(to),
                    quoted(column.get(0)),
                    quoted(column.get(1)),
                    matcher.replaceAll("$1(" + Matcher.quoteReplacement(quoted(to)) + ".")));
      }
    }
    if (!statements.isEmpty()) {
      // Else the server refuses to touch a table that keeps its history.
      statements.addFirst("SET SESSION system_versioning_alter_history = 'KEEP'");
      sql.run(login, "", statements);
    }
  }

  private void withdraw(String to, Exception why) {
    boolean interrupted = Thread.interrupted();
    try {
      sql.run(login, "", List.of("DROP DATABASE IF EXISTS " + quoted(to)));
    } catch (SourceException e) {
      why.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String rename(String from, String to, List<String> tables) {
    return "RENAME TABLE "
        + String.join(
            ", ",
            tables.stream()
                .map(table ->
                    "%1$s.%3$s TO %2$s.%3$s".formatted(quoted(from), quoted(to), quoted(table)))
                .toList());
  }

  private List<String> tables(String database) throws SourceException {
    return names(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
            + " AND table_type <> 'VIEW' ORDER BY table_name",
        database);
  }

  /** Triggers, events, routines and views, as statements that name no database. */
  private byte[] around(String database) throws SourceException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List<String> common =
        List.of("--skip-opt", "--set-charset", "--skip-comments", "--no-data", "--no-tablespaces");
    List<String> code = new ArrayList<>(common);
    code.addAll(List.of("--no-create-info", "--triggers", "--routines", "--events", "--"));
    code.add(database);
    dump(code, all);
    List<String> views =
        names("SELECT table_name FROM information_schema.views WHERE table_schema = ?", database);
    if (!views.isEmpty()) {
      List<String> seen = new ArrayList<>(common);
      seen.addAll(List.of("--skip-triggers", "--"));
      seen.add(database);
      seen.addAll(views);
      dump(seen, all);
    }
    return all.toByteArray();
  }

  private void dump(List<String> options, OutputStream into) throws SourceException {
    try (RunningProgram running = runner.start(dumper.apply(options))) {
      long _ = running.output().transferTo(into);
      requireGood(running.await());
    } catch (ProgramMissingException | IOException e) {
      throw SourceException.ofSource(
          FailureReason.TARGET_TOOL_MISSING,
          "The program mariadb-dump is not installed in this image.",
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private void load(String database, byte[] statements) throws SourceException {
    try (RunningProgram running = runner.startFed(loader.apply(database))) {
      try (OutputStream input = running.input()) {
        input.write(statements);
      } catch (IOException e) {
        // It ended early, and says why by its exit status.
      }
      long _ = running.output().transferTo(OutputStream.nullOutputStream());
      requireGood(running.await());
    } catch (ProgramMissingException | IOException e) {
      throw SourceException.ofSource(
          FailureReason.TARGET_TOOL_MISSING,
          "The program mariadb is not installed in this image.",
          e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static void requireGood(ProgramExit exit) throws SourceException {
    if (!exit.isZero()) {
      String words = String.join(" ", exit.errorLines());
      throw SourceException.ofTarget(
          MariadbTarget.reason(words),
          "What was loaded could not be moved to its name: %s.".formatted(ServerWords.of(words)));
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
