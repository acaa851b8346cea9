package dev.salvaguarda.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A database of payroll rows, and a day of work on it.
 *
 * @param host of the server
 * @param port of the server
 * @param user that owns the database
 * @param password of the user
 * @param psql the client
 */
record Payroll(String host, int port, String user, String password, Path psql) {
  static final String NAME = "payroll";

  /** Rows that make a plain dump of about 1 GB. */
  static final long ROWS = 5_200_000;

  void create(long rows, Path log) {
    sql("postgres", List.of("create database " + NAME), log);
    sql(
        NAME,
        List.of(
            "create table payslip(id bigint primary key, person bigint, month date, gross numeric,"
                + " net numeric, account text, note text, booked timestamptz)",
            "select setseed(0.42)",
            """
            insert into payslip select i, (random() * 40000)::bigint,
             date '2010-01-01' + (i / 30000)::int, round((random() * 9000 + 1500)::numeric, 2),
             round((random() * 7000 + 1200)::numeric, 2), md5(i::text || 'account'),
             'payslip of ' || md5((random())::text) || ' for department ' || (i %% 97),
             timestamptz '2010-01-01 08:00:00+00' + i * interval '95 seconds'
             from generate_series(1, %d) as i\
            """
                .formatted(rows)),
        log);
  }

  /**
   * Changes 0.3 % of the rows: 0.05 % are updated and 0.02 % deleted all over the table, 0.23 % are
   * new. Each change in a place of its own costs a chunk, so the shares matter as much as the sum.
   */
  void workADay(long rows, Path log) {
    sql(
        NAME,
        List.of(
            "select setseed(0.77)",
            "update payslip set net = net + 1.07, note = 'corrected ' || md5(random()::text)"
                + " where id in (select (random() * %d)::bigint from generate_series(1, %d))"
                    .formatted(rows, rows * 5 / 10000),
            "insert into payslip select %d + i, 7, date '2026-11-01', 2000, 1700, md5(i::text),"
                    .formatted(rows)
                + " 'new ' || md5(random()::text), now() from generate_series(1, %d) as i"
                    .formatted(rows * 23 / 10000),
            "delete from payslip where id in (select (random() * %d)::bigint".formatted(rows)
                + " from generate_series(1, %d))".formatted(rows * 2 / 10000)),
        log);
  }

  /** What psql and pg_dump need to know. */
  Map<String, String> environment() {
    return Map.of(
        "PGHOST", host, "PGPORT", Integer.toString(port), "PGUSER", user, "PGPASSWORD", password);
  }

  private void sql(String database, List<String> statements, Path log) {
    StringBuilder line = new StringBuilder(psql + " -q -v ON_ERROR_STOP=1 -d " + database);
    for (String statement : statements) {
      line.append(" -c \"").append(statement.replace("\n", " ")).append('"');
    }
    MeasuredCommand.run(line.toString(), environment(), log);
  }
}
