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

  private static final String TABLE =
      "CREATE TABLE payslips (id bigint PRIMARY KEY, employee int, month date, gross numeric(10,2),"
          + " net numeric(10,2), bank text, remarks text)";
  private static final String ROWS =
      "INSERT INTO payslips SELECT i, i % 4000, date '2018-01-01' + (i / 4000)::int * 30,"
          + " 1500 + (i * 7919 % 900000) / 100.0, 1200 + (i * 7907 % 700000) / 100.0,"
          + " md5('bank' || i), md5('one' || i) || md5('two' || i) || md5('three' || i)"
          + " FROM generate_series(1::bigint, 350000) AS i";

  private final PostgresServer server;

  Payroll(PostgresServer server) {
    this.server = server;
  }

  void fill() {
    server.createDatabase("payroll");
    server.execute("payroll", TABLE, ROWS, "CREATE INDEX ON payslips (employee)");
    server.createReader(READER, PASSWORD);
  }

  /**
   * Changes three rows of a thousand, as a payroll office does: a batch of new payslips, one
   * department's corrections, and a few deletions elsewhere.
   */
  void workForADay() {
    server.execute(
        "payroll",
        "UPDATE payslips SET net = net + 10 WHERE id BETWEEN 120000 AND 120250",
        "INSERT INTO payslips SELECT 350000 + i, i, date '2026-11-01', 2000, 1600, md5('new' || i),"
            + " 'new' FROM generate_series(1, 800) AS i",
        "DELETE FROM payslips WHERE id % 50000 = 11");
  }

  /** Changes three rows of a thousand again, this time evenly all over the table. */
  void correctEverywhere() {
    server.execute("payroll", "UPDATE payslips SET net = net + 1 WHERE id % 333 = 7");
  }

  /** Loads a restored dump beside the original and says whether both dump alike. */
  boolean isSameAs(Path dump, Path folder, String pgDump, String psql) {
    server.createDatabase("restored");
    String url = "postgresql://postgres@" + server.host() + ":" + server.port() + "/";
    Commands.run(
        Map.of(),
        folder.resolve("psql.out"),
        psql,
        "--quiet",
        "--set=ON_ERROR_STOP=1",
        "--file=" + dump,
        url + "restored");
    Path original = folder.resolve("original.sql");
    Path again = folder.resolve("again.sql");
    Commands.run(Map.of(), original, pgDump, url + "payroll");
    Commands.run(Map.of(), again, pgDump, url + "restored");
    return sameStatements(original, again);
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
