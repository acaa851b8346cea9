package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A database of payroll rows as it stands on several days; one of them at a time has the name under
 * which it is backed up.
 *
 * @param host of the server
 * @param port of the server
 * @param log takes what psql says
 */
record Payroll(String host, int port, Path log) {
  static final String NAME = "payroll";
  private static final String SUPERUSER = "postgres";

  /** What the table holds. */
  enum Day {
    FIRST,
    /** 0.3 % of the rows updated, all over the table. */
    SCATTERED,
    /** 0.1 % updated, 0.05 % deleted, both all over the table, and 0.15 % new. */
    MIXED,
    /** 0.3 % new. */
    APPENDED,
    /** The first day, and each {@link #workADay} since. */
    LATER;

    String database() {
      return NAME + "_" + name().toLowerCase(Locale.ROOT);
    }
  }

  static Payroll on(PostgresServer server, Path log) {
    return new Payroll(server.host(), server.port(), log);
  }

  String user() {
    return SUPERUSER;
  }

  /** The embedded server trusts its superuser. */
  String password() {
    return "unused";
  }

  /** Makes every day's database, the first day's with this many rows. */
  void create(long rows) {
    sql(SUPERUSER, List.of("create database " + Day.FIRST.database()));
    sql(
        Day.FIRST.database(),
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
                .formatted(rows),
            "vacuum analyze payslip"));
    change(Day.SCATTERED, List.of(update(rows, 0.003)));
    change(Day.MIXED, mixed(rows, 1));
    change(Day.APPENDED, List.of(insert(rows, (long) (rows * 0.003))));
  }

  /** Makes the database of later days as it was on the first, and serves it. */
  void begin() {
    // One that is served has another name, and can't be copied by its own.
    serve(Day.MIXED);
    change(Day.LATER, List.of());
    serve(Day.LATER);
  }

  /**
   * Changes what is served as on {@link Day#MIXED}.
   *
   * @param rows of the first day
   * @param day from 1 on, each once
   */
  void workADay(long rows, int day) {
    sql(NAME, settled(0.77 / day, mixed(rows, day)));
  }

  /** Serves the first day again, and removes the database of later days. */
  void end() {
    serve(Day.FIRST);
    sql(SUPERUSER, List.of("drop database " + Day.LATER.database()));
  }

  private static List<String> mixed(long rows, int day) {
    long fresh = (long) (rows * 0.0015);
    return List.of(
        update(rows, 0.001),
        "delete from payslip where id in " + some(rows, 0.0005),
        insert(rows + (day - 1) * fresh, fresh));
  }

  /** Gives this day's database the name under which it is backed up. */
  void serve(Day day) {
    List<String> renames = new ArrayList<>();
    for (Day other : Day.values()) {
      renames.add(
          "do $$ begin if exists (select from pg_database where datname = '%1$s')".formatted(NAME)
              + " and not exists (select from pg_database where datname = '%1$s') then"
                  .formatted(other.database())
              + " alter database %s rename to %s; end if; end $$"
                  .formatted(NAME, other.database()));
    }
    renames.add("alter database %s rename to %s".formatted(day.database(), NAME));
    sql(SUPERUSER, renames);
  }

  /** What psql and pg_dump need to know. */
  Map<String, String> environment() {
    return Map.of(
        "PGHOST",
        host,
        "PGPORT",
        Integer.toString(port),
        "PGUSER",
        user(),
        "PGPASSWORD",
        password());
  }

  private void change(Day day, List<String> statements) {
    sql(
        SUPERUSER,
        List.of("create database %s template %s".formatted(day.database(), Day.FIRST.database())));
    sql(day.database(), settled(0.77, statements));
  }

  private static List<String> settled(double seed, List<String> statements) {
    List<String> all = new ArrayList<>(List.of("select setseed(" + seed + ")"));
    all.addAll(statements);
    all.add("vacuum analyze payslip");
    all.add("checkpoint");
    return all;
  }

  private static String update(long rows, double share) {
    return "update payslip set net = net + 1.07, note = 'corrected ' || md5(random()::text)"
        + " where id in "
        + some(rows, share);
  }

  /** So many rows behind the last id. */
  private static String insert(long last, long count) {
    return "insert into payslip select %d + i, 7, date '2026-11-01', 2000, 1700, md5(i::text),"
            .formatted(last)
        + " 'new ' || md5(random()::text), now() from generate_series(1, %d) as i".formatted(count);
  }

  /** Ids drawn uniformly; a few are drawn twice and count once. */
  private static String some(long rows, double share) {
    return "(select 1 + (random() * %d)::bigint from generate_series(1, %d))"
        .formatted(rows - 1, (long) (rows * share));
  }

  private void sql(String database, List<String> statements) {
    StringBuilder line = new StringBuilder();
    line.append(RequiredTool.psql().path()).append(" -q -v ON_ERROR_STOP=1 -d ").append(database);
    for (String statement : statements) {
      line.append(" -c '").append(statement.replace("\n", " ").replace("'", "'\\''")).append('\'');
    }
    MeasuredCommand _ = MeasuredCommand.run(line.toString(), environment(), log);
  }
}
