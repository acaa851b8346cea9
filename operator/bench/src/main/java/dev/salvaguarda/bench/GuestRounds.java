package dev.salvaguarda.bench;

import dev.salvaguarda.bench.Contest.Entrant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Days of two virtual machines and a container, beside {@code vzdump --stdout | restic backup
 * --stdin} of the same archives. The archives lie in files that both read; ours reads them through
 * OpenSSH, and what that costs on its side counts.
 */
final class GuestRounds {
  static final String SCATTERED = "guest, 2 % of blocks changed at random";
  static final String IN_RUNS = "guest, 2 % of blocks changed in runs";
  static final String UNCHANGED = "guest, unchanged";
  static final String CONTAINER = "container, 2 % of files changed";
  static final String FAR = "restore of a guest, 20 ms each way";

  private static final Duration THERE_AND_BACK = Duration.ofMillis(40);
  private static final double GUEST_GIB = 3;
  private static final double CLUSTER_GIB = 20 * 100;
  private static final int HOSTS = 5;

  private final Contest contest;
  private final int divisor;

  GuestRounds(Contest contest, int divisor) {
    this.contest = contest;
    this.divisor = divisor;
  }

  void run(int rounds) throws IOException {
    Contest.say("Making the archives of two guests of 3 GiB and a container, on two days");
    try (GuestHost host = GuestHost.start(contest.folder().resolve("host"), divisor)) {
      for (int round = 1; round <= rounds; round++) {
        List<Entrant> entrants = contest.entrants();
        day(round, "guest, day 1", host.scattered(1), entrants);
        entrants.forEach(entrant -> entrant.bucket().mark());
        day(round, UNCHANGED, host.scatteredAgain(), entrants);
        entrants.forEach(entrant -> entrant.bucket().reset());
        day(round, SCATTERED, host.scattered(2), entrants);
        contest.server().slowDown(THERE_AND_BACK);
        contest.measure(round, FAR, entrants, this::restore);
        contest.server().slowDown(Duration.ZERO);
        contest.checkAndClear(entrants, round == rounds);
        twoDays(round, IN_RUNS, host.inRuns(1), host.inRuns(2));
        twoDays(round, CONTAINER, host.container(1), host.container(2));
      }
    }
  }

  private void twoDays(
      int round, String scenario, BenchSource.Guest first, BenchSource.Guest second)
      throws IOException {
    List<Entrant> entrants = contest.entrants();
    day(round, scenario + ": day 1", first, entrants);
    day(round, scenario, second, entrants);
    contest.checkAndClear(entrants, false);
  }

  private void day(int round, String scenario, BenchSource.Guest guest, List<Entrant> entrants)
      throws IOException {
    guest.host().serve(guest);
    contest.measure(round, scenario, entrants, contest.backUp(guest));
  }

  private MeasuredCommand restore(Entrant entrant) throws IOException {
    Path target = Files.createTempDirectory(contest.folder(), "guest-");
    return entrant.engine().restoreGuest(entrant.bucket(), target, contest.folder());
  }

  /** What the measured rates mean for five hosts with 20 guests of 100 GiB. */
  static List<String> computed(List<Row> rows, int divisor) {
    return List.of(IN_RUNS, SCATTERED).stream()
        .map(scenario -> computed(scenario, rows, GUEST_GIB / divisor))
        .toList();
  }

  private static String computed(String scenario, List<Row> rows, double gib) {
    List<Row> ours =
        rows.stream()
            .filter(row -> row.scenario().equals(scenario) && row.engine().equals(SideBySide.OURS))
            .toList();
    double seconds =
        median(Goal.median(ours.stream().mapToDouble(row -> row.cost().wallSeconds())));
    double stored = median(Goal.median(ours.stream().mapToDouble(Row::storedBytes)));
    double memory = ours.stream().mapToLong(row -> row.cost().peakBytes()).max().orElse(0);
    double hours = seconds / gib * CLUSTER_GIB / 3600;
    return String.format(
        Locale.ROOT,
        "- Computed, not measured: five hosts with 20 guests of 100 GiB, %s: %.1f hours one guest"
            + " after the other, %.1f with a worker for each host, %.0f GiB stored a night, and at"
            + " most %.0f MiB of memory a worker, as with a guest of 3 GiB.",
        scenario,
        hours,
        hours / HOSTS,
        stored / (1L << 30) / gib * CLUSTER_GIB,
        memory / (1 << 20));
  }

  private static double median(OptionalDouble value) {
    return Objects.requireNonNull(value).orElse(Double.NaN);
  }
}
