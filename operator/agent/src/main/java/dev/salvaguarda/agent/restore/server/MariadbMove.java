package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.MariadbTarget.quoted;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.source.SourceException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves what a database of MariaDB holds into another, since none can be renamed: tables and
 * sequences in one statement, and what is written around them anew.
 */
final class MariadbMove {
  private final MariadbContent content;
  private final DatabaseLogin login;
  private final SqlClient sql;
  private final MariadbMarks marks;

  /** A move that has not begun. */
  MariadbMove(MariadbContent content) {
    this.content = content;
    this.login = content.login();
    this.sql = content.sql();
    this.marks = new MariadbMarks(login, sql);
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
    byte[] code = content.code(from);
    byte[] triggers = content.triggers(from);
    String stored = marks.comment(from).orElse("");
    // What is made like it has the mark from its first moment.
    marks.begin(from);
    String creation =
        renamed.apply(
            sql.rows(login, "", "SHOW CREATE DATABASE " + quoted(from)).getFirst().get(1));
    sql.run(login, "", List.of(creation));
    try {
      content.move(from, to, content.tables(from));
      redirectDefaults(from, to);
      content.load(to, code);
      content.load(to, triggers);
      // Nothing of it may be left once the mark says that all is done.
      content.drop(from);
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
      statements.addFirst(MariadbContent.PATIENCE);
      sql.run(login, "", statements);
    }
  }

  private void withdraw(String to, Exception why) {
    boolean interrupted = Thread.interrupted();
    try {
      content.drop(to);
    } catch (SourceException e) {
      why.addSuppressed(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
