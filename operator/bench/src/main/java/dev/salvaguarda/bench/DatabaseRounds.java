package dev.salvaguarda.bench;

import dev.salvaguarda.bench.Contest.Entrant;
import dev.salvaguarda.testkit.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Days of a database, dumped and backed up. */
final class DatabaseRounds {
  static final String DAY_1 = "sql day 1";
  static final String SCATTERED = "sql day 2, 0.3 % updated";
  static final String MIXED = "sql day 2, 0.1 % updated, 0.05 % deleted, 0.15 % new";
  static final String APPENDED = "sql day 2, 0.3 % new rows only";
  static final String TEN_DAYS = "sql, ten days of the mix, sum";

  private static final String ONE_OF_TEN = "sql, ten days, day ";
  private static final long ROWS = 5_200_000;

  private final Contest contest;
  private final int divisor;

  DatabaseRounds(Contest contest, int divisor) {
    this.contest = contest;
    this.divisor = divisor;
  }

  /** Four second days, each after the same first one. */
  void severalSecondDays(int rounds) throws IOException {
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll = payroll(postgres, contest.folder(), divisor);
      BenchSource dump = new BenchSource.Dump(payroll);
      for (int round = 1; round <= rounds; round++) {
        List<Entrant> entrants = contest.entrants();
        payroll.serve(Payroll.Day.FIRST);
        contest.measure(round, DAY_1, entrants, contest.backUp(dump));
        entrants.forEach(entrant -> entrant.bucket().mark());
        payroll.serve(Payroll.Day.SCATTERED);
        contest.measure(round, SCATTERED, entrants, contest.backUp(dump));
        entrants.forEach(entrant -> entrant.bucket().reset());
        payroll.serve(Payroll.Day.MIXED);
        contest.measure(round, MIXED, entrants, contest.backUp(dump));
        entrants.forEach(entrant -> entrant.bucket().reset());
        payroll.serve(Payroll.Day.APPENDED);
        contest.measure(round, APPENDED, entrants, contest.backUp(dump));
        contest.checkAndClear(entrants, round == rounds);
      }
    }
  }

  /** Ten days, one after the other; the copy before them does not count. */
  void tenDays(int rounds) throws IOException {
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll = payroll(postgres, contest.folder(), divisor);
      BenchSource dump = new BenchSource.Dump(payroll);
      for (int round = 1; round <= rounds; round++) {
        payroll.begin();
        List<Entrant> entrants = contest.entrants();
        contest.measure(round, "sql, before ten days", entrants, contest.backUp(dump));
        for (int day = 1; day <= 10; day++) {
          payroll.workADay(ROWS / divisor, day);
          contest.measure(round, round + day, ONE_OF_TEN + day, entrants, contest.backUp(dump));
        }
        contest.sum(round, TEN_DAYS, ONE_OF_TEN);
        contest.checkAndClear(entrants, round == rounds);
        payroll.end();
      }
    }
  }

  /** A server's database of every single day. */
  static Payroll payroll(PostgresServer postgres, Path folder, int divisor) {
    Payroll payroll = Payroll.on(postgres, folder.resolve("sql.log"));
    Contest.say("Filling a database with %,d payslips".formatted(ROWS / divisor));
    payroll.create(ROWS / divisor);
    return payroll;
  }
}
