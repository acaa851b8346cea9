package dev.salvaguarda.app.demo;

import dev.salvaguarda.testkit.database.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;

/** A payroll database of some 60 MB, the same every time. */
final class Payroll {
  static final String READER = "payroll_reader";
  static final String PASSWORD = "reader-of-the-payroll";

  private static final String PEOPLE =
      "CREATE TABLE person AS SELECT i AS id, 'person ' || i AS name FROM generate_series(1, 4000) i";
  private static final String TABLE =
      "CREATE TABLE payslip (id bigint PRIMARY KEY, person int, paid_on date, gross numeric(10,2),"
          + " net numeric(10,2), bank text, remarks text)";
  private static final String ROWS =
      "INSERT INTO payslip SELECT i, i % 4000, current_date - 30 * (87 - i / 4000)::int,"
          + " 1500 + (i * 7919 % 900000) / 100.0, 1200 + (i * 7907 % 700000) / 100.0,"
          + " md5('bank' || i), md5('one' || i) || md5('two' || i) || md5('three' || i)"
          + " FROM generate_series(1::bigint, 350000) AS i";

  private final PostgresServer server;

  Payroll(PostgresServer server) {
    this.server = server;
  }

  void fill() {
    server.createDatabase("payroll");
    server.execute("payroll", PEOPLE, TABLE, ROWS, "CREATE INDEX ON payslip (person)");
    server.createReader(READER, PASSWORD);
    // Who restores owns, by the role, what he restores; he needs no more.
    server.execute(
        "payroll",
        "CREATE ROLE payroll_office",
        "ALTER DATABASE payroll OWNER TO payroll_office",
        "ALTER TABLE person OWNER TO payroll_office",
        "ALTER TABLE payslip OWNER TO payroll_office",
        "CREATE ROLE restorer LOGIN CREATEDB PASSWORD 'change-me' IN ROLE payroll_office");
  }

  /**
   * Changes three rows of a thousand, as a payroll office does: a batch of new payslips, one
   * department's corrections, and a few deletions elsewhere.
   */
  void workForADay() {
    server.execute(
        "payroll",
        "UPDATE payslip SET net = net + 10 WHERE id BETWEEN 120000 AND 120250",
        "INSERT INTO payslip SELECT 350000 + i, i, current_date, 2000, 1600, md5('new' || i),"
            + " 'new' FROM generate_series(1, 800) AS i",
        "DELETE FROM payslip WHERE id % 50000 = 11");
  }

  /** Changes three rows of a thousand again, this time evenly all over the table. */
  void correctEverywhere() {
    server.execute("payroll", "UPDATE payslip SET net = net + 1 WHERE id % 333 = 7");
  }

  /** Drops the database, and keeps a dump of what it was in a file. */
  void lose(String pgDump, Path dump) {
    Commands.run(Map.of(), dump, pgDump, url());
    server.execute("postgres", "DROP DATABASE payroll WITH (FORCE)");
  }

  /** Whether the database dumps as it did. */
  boolean isAsIn(Path dump, String pgDump, Path folder) {
    Path again = folder.resolve("again.sql");
    Commands.run(Map.of(), again, pgDump, url());
    return sameStatements(dump, again);
  }

  private String url() {
    return "postgresql://postgres@" + server.host() + ":" + server.port() + "/payroll";
  }

  private static boolean sameStatements(Path one, Path other) {
    try (Stream<String> left = Files.lines(one);
        Stream<String> right = Files.lines(other)) {
      Iterator<String> rest = right.filter(Payroll::isStatement).iterator();
      boolean same =
          left.filter(Payroll::isStatement)
              .allMatch(line -> rest.hasNext() && line.equals(rest.next()));
      return same && !rest.hasNext();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Newer versions of pg_dump write a random word into each dump. */
  private static boolean isStatement(String line) {
    return !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict");
  }
}
