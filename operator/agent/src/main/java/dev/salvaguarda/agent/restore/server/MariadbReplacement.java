package dev.salvaguarda.agent.restore.server;

import static dev.salvaguarda.agent.restore.server.MariadbTarget.quoted;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Keeps what a database of MariaDB holds in another until a restored one has taken its place, and
 * puts it back if none does. Tables are moved there; what can't be moved lies beside them as
 * statements, in a table that is written before anything is taken away. The marks in the comments
 * of both databases say at every moment how to go back.
 */
final class MariadbReplacement {
  /** Comment, code and triggers of the database that is replaced. */
  private static final String STATEMENTS = "salvaguarda_replaced";

  private final MariadbContent content;
  private final DatabaseLogin login;
  private final SqlClient sql;
  private final MariadbMarks marks;

  MariadbReplacement(MariadbContent content) {
    this.content = content;
    this.login = content.login();
    this.sql = content.sql();
    this.marks = new MariadbMarks(login, sql);
  }

  /** What gives the restored database the name that has become free. */
  interface Step {
    void run() throws SourceException;
  }

  /**
   * Looks whether all that a database holds can be put aside and back.
   *
   * @throws SourceException saying what stands against it
   */
  void requirePossible(String database) throws SourceException {
    if (!marks.areKept()) {
      throw unsuitable(
          database, "a server without comments on databases (before MariaDB 10.5) could lose it");
    }
    List<List<String>> referring =
        sql.rows(
            login,
            "",
            "SELECT constraint_schema, table_name FROM information_schema.referential_constraints"
                + " WHERE BINARY unique_constraint_schema ="
                + " (SELECT schema_name FROM information_schema.schemata WHERE schema_name = ?)"
                + " AND BINARY constraint_schema <> unique_constraint_schema",
            database);
    if (!referring.isEmpty()) {
      throw unsuitable(
          database,
          "a foreign key of %s refers to it".formatted(String.join(".", referring.getFirst())));
    }
    // Else routines could be hidden from this account, and nobody would miss them.
    List<List<String>> _ = sql.rows(login, "", "SELECT 1 FROM mysql.proc LIMIT 1");
    try {
      byte[] _ = content.code(database);
      byte[] _ = content.triggers(database);
    } catch (SourceException e) {
      throw SourceException.ofTarget(
          e.failure().reason(),
          "The database %s can't be put aside whole, so it is not replaced; nothing was loaded. %s"
              .formatted(database, e.failure().message()),
          e);
    }
  }

  private static SourceException unsuitable(String database, String why) {
    return SourceException.ofTarget(
        FailureReason.TARGET_UNSUITABLE,
        "The database %s is not replaced, since %s: restore under another name; nothing was loaded."
            .formatted(database, why));
  }

  /** Puts aside what has the name, lands another, and drops the one or puts it back. */
  void run(String from, String to, Step landing) throws SourceException {
    if (marks.comment(to).isEmpty()) {
      landing.run();
      return;
    }
    try {
      putAside(from, to);
      landing.run();
    } catch (SourceException e) {
      throw SourceException.ofTarget(
          e.failure().reason(), e.failure().message() + " " + undone(from, to, e), e);
    } catch (RuntimeException e) {
      String _ = undone(from, to, e);
      throw e;
    }
    drop(from);
  }

  /** Only what bears the mark of this restore: the name alone proves nothing. */
  void drop(String from) throws SourceException {
    if (marks.comment(kept(from)).equals(Optional.of(MariadbMarks.aside(from)))) {
      content.drop(kept(from));
    }
  }

  /** Whatever was reached, the database that had the name has it again. */
  void withdraw(String from, String to) throws SourceException {
    Optional<String> there = marks.comment(to);
    Optional<String> aside = marks.comment(kept(from));
    boolean taken =
        aside.equals(Optional.of(MariadbMarks.aside(from)))
            || there.equals(Optional.of(MariadbMarks.leaving(from)));
    if (taken) {
      putBack(from, to, there);
      return;
    }
    if (there.equals(Optional.of(MariadbMarks.incomplete(from)))) {
      content.drop(to);
    }
    if (aside.equals(Optional.of(MariadbMarks.incomplete(from)))) {
      dropEmptied(from);
    }
  }

  private void putAside(String from, String to) throws SourceException {
    String comment = marks.comment(to).orElse("");
    byte[] code = content.code(to);
    byte[] triggers = content.triggers(to);
    marks.create(kept(from), to, MariadbMarks.incomplete(from));
    sql.run(
        login,
        "",
        List.of(
            "CREATE TABLE %s (n INT PRIMARY KEY, comment LONGBLOB, code LONGBLOB, triggers LONGBLOB) ENGINE = InnoDB"
                .formatted(statements(from)),
            "INSERT INTO %s VALUES (1, %s, %s, %s)"
                .formatted(
                    statements(from),
                    literal(comment.getBytes(StandardCharsets.UTF_8)),
                    literal(code),
                    literal(triggers))));
    marks.set(to, MariadbMarks.leaving(from));
    marks.set(kept(from), MariadbMarks.aside(from));
    take(from, to);
  }

  /** Empties the name; all that had it is kept. */
  private void take(String from, String to) throws SourceException {
    content.disconnect(to);
    content.move(to, kept(from), content.tables(to));
    marks.set(to, MariadbMarks.aside(from));
    // Whoever has made one since then made it in what is replaced.
    content.move(to, kept(from), content.tables(to));
    content.drop(to);
  }

  private void putBack(String from, String to, Optional<String> there) throws SourceException {
    try {
      // Waits for what the server still does for a worker that is gone, such as to move tables.
      marks.set(kept(from), MariadbMarks.aside(from));
      boolean original = there.equals(Optional.of(MariadbMarks.leaving(from)));
      if (there.equals(Optional.of(MariadbMarks.incomplete(from)))) {
        content.drop(to);
      } else if (there.equals(Optional.of(MariadbMarks.aside(from)))) {
        take(from, to);
      } else if (there.isPresent() && !original) {
        throw SourceException.ofTarget(
            FailureReason.TARGET_EXISTS, "Somebody else has made a database %s.".formatted(to));
      }
      if (!original) {
        marks.create(to, kept(from), MariadbMarks.aside(from));
      }
      putBack(from, to, original);
    } catch (SourceException e) {
      throw SourceException.ofTarget(
          e.failure().reason(),
          "What the database %s held is kept in %s and could not be put back: %s"
              .formatted(to, kept(from), e.failure().message()),
          e);
    }
  }

  private void putBack(String from, String to, boolean hasCode) throws SourceException {
    List<String> statements =
        sql.rows(
                login, "", "SELECT HEX(comment), HEX(code), HEX(triggers) FROM " + statements(from))
            .getFirst();
    content.move(kept(from), to, tablesKept(from));
    if (!hasCode) {
      content.load(to, bytes(statements.get(1)));
    }
    content.load(to, bytes(statements.get(2)));
    marks.set(to, MariadbMarks.leaving(from));
    marks.set(kept(from), MariadbMarks.incomplete(from));
    marks.set(to, new String(bytes(statements.getFirst()), StandardCharsets.UTF_8));
    dropEmptied(from);
  }

  private void dropEmptied(String from) throws SourceException {
    if (!tablesKept(from).isEmpty()) {
      throw SourceException.ofTarget(
          FailureReason.TARGET_EXISTS,
          "The database %s has tables that nobody expected, and was left.".formatted(kept(from)));
    }
    content.drop(kept(from));
  }

  private List<String> tablesKept(String from) throws SourceException {
    return content.tables(kept(from)).stream().filter(table -> !table.equals(STATEMENTS)).toList();
  }

  /** What became of the database that had the name, in a sentence. */
  private String undone(String from, String to, Exception why) {
    boolean interrupted = Thread.interrupted();
    try {
      withdraw(from, to);
      return "The database %s is as it was before.".formatted(to);
    } catch (SourceException e) {
      why.addSuppressed(e);
      return e.failure().message();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static String kept(String from) {
    return from + DatabaseServer.REPLACED;
  }

  private static String statements(String from) {
    return quoted(kept(from)) + "." + quoted(STATEMENTS);
  }

  private static String literal(byte[] bytes) {
    return "X'" + HexFormat.of().formatHex(bytes) + "'";
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
