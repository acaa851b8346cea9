package dev.salvaguarda.bench;

import dev.salvaguarda.bench.Contest.Entrant;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.FaultyS3;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Days of a database and of a file share, backed up, restored and copied by two releases of stock
 * restic and by our worker, one after the other on the same S3 server, in several rounds whose
 * order rotates.
 *
 * <p>Arguments: the JSON file to write; the line of bash that starts our worker; the same for an
 * earlier release of ours, or nothing; a newer restic; by what workloads are divided, 1 for all of
 * them and 10 for a tenth; the number of rounds; the part, such as {@code sql}.
 */
final class SideBySide {
  static final String OURS = "salvaguarda";
  static final String OURS_IN_SMALL_PIECES = "salvaguarda, chunkSize 8Ki";
  static final String EARLIER = "salvaguarda before";
  static final String RESTIC = "restic";
  static final String NEWER_RESTIC = "newer restic";
  static final String FILES_DAY_1 = "files day 1";
  static final String FILES_UNCHANGED = "files, unchanged";
  static final String FILES_CHANGED = "files day 2, 2 % changed";

  static final String DUMP_NEAR = "restore of the dump, S3 on loopback";
  static final String DUMP_FAR = "restore of the dump, 20 ms each way";
  static final String FILES_NEAR = "restore of the files, S3 on loopback";
  static final String FILES_FAR = "restore of the files, 20 ms each way";

  static final String CHECK_DUMP = "check of the dump, all read, S3 on loopback";
  static final String CHECK_FILES = "check of the files, all read, S3 on loopback";

  static final String COPY_DUMP_NEAR = "initial copy of the dump, S3 on loopback";
  static final String COPY_DUMP_FAR = "initial copy of the dump, 20 ms each way";
  static final String COPY_FILES_NEAR = "initial copy of the files, S3 on loopback";
  static final String COPY_FILES_FAR = "initial copy of the files, 20 ms each way";

  /** There and back again. */
  private static final Duration FAR = Duration.ofMillis(40);

  private final Contest contest;
  private final FaultyS3 server;
  private final Path folder;
  private final int divisor;
  private final Map<Entrant, Path> restored = new HashMap<>();

  private SideBySide(Contest contest, int divisor) {
    this.contest = contest;
    this.divisor = divisor;
    this.server = contest.server();
    this.folder = contest.folder();
  }

  private static Contest contest(FaultyS3 server, Path folder, String[] args) throws IOException {
    Engine.Restic newer = new Engine.Restic(NEWER_RESTIC, Path.of(args[3]));
    List<Engine> engines = new ArrayList<>();
    if (!List.of("guests", "days").contains(args[6])) {
      engines.add(new Engine.Restic(RESTIC, RequiredTool.restic().path()));
    }
    engines.add(newer);
    if (!args[2].isBlank()) {
      engines.add(new Engine.Worker(EARLIER, args[2], Orders::earlier));
    }
    if (List.of("sql", "days").contains(args[6])) {
      engines.add(new Engine.Worker(OURS_IN_SMALL_PIECES, args[1], Orders.today(ChunkSize.KIB_8)));
    }
    engines.add(new Engine.Worker(OURS, args[1], Orders.today(ChunkSize.KIB_16)));
    return new Contest(server, folder, engines, newer);
  }

  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[5]);
    Path folder = Machine.temporaryFolder("bench");
    try (MinioServer minio = MinioServer.start();
        FaultyS3 server = FaultyS3.before(minio, 1)) {
      Contest contest = contest(server, folder, args);
      MachineFacts machine = MachineFacts.read(contest.versions());
      BenchReport report = new BenchReport(machine, System.out);
      int divisor = Integer.parseInt(args[4]);
      report.put("quick", divisor > 1);
      if (divisor > 1) {
        report.line(GoalTable.QUICK);
      }
      run(contest, args[6], divisor, rounds);
      report.add(contest.rows());
      if (args[6].equals("guests")) {
        GuestRounds.computed(contest.rows(), divisor).forEach(report::line);
      }
      report.write(Path.of(args[0]));
    } finally {
      Folders.delete(folder);
    }
  }

  private static void run(Contest contest, String name, int divisor, int rounds)
      throws IOException {
    SideBySide bench = new SideBySide(contest, divisor);
    switch (name) {
      case "sql" -> new DatabaseRounds(contest, divisor).severalSecondDays(rounds);
      case "days" -> new DatabaseRounds(contest, divisor).tenDays(rounds);
      case "files" -> bench.files(rounds);
      case "many" -> new ManyFiles(contest, divisor).run(rounds);
      case "restore" -> bench.restore(rounds);
      case "copy" -> bench.copy(rounds);
      case "guests" -> new GuestRounds(contest, divisor).run(rounds);
      default -> throw new IllegalArgumentException("there is no part " + name);
    }
  }

  /** Each engine restores what it has stored itself, into an empty folder and without a cache. */
  private void restore(int rounds) throws IOException {
    FileShare share = share();
    List<Entrant> dumps = withDump();
    List<Entrant> trees = withTree(share);
    for (int round = 1; round <= rounds; round++) {
      server.slowDown(Duration.ZERO);
      contest.measure(round, DUMP_NEAR, dumps, this::restoreAll);
      contest.measure(round, FILES_NEAR, trees, this::restoreAll);
      contest.measure(round, CHECK_DUMP, dumps, this::checkAll);
      contest.measure(round, CHECK_FILES, trees, this::checkAll);
      server.slowDown(FAR);
      contest.measure(round, DUMP_FAR, dumps, this::restoreAll);
      contest.measure(round, FILES_FAR, trees, this::restoreAll);
    }
    Contest.say("comparing what was restored last");
    for (Entrant entrant : trees) {
      requireAlike(share.root(), Objects.requireNonNull(restored.get(entrant)));
    }
  }

  /** Each engine copies what it has stored itself into an empty repository, without a cache. */
  private void copy(int rounds) throws IOException {
    List<Entrant> dumps = withDump();
    List<Entrant> trees = withTree(share());
    Map<String, byte[]> other = Contest.emptyRepository();
    for (int round = 1; round <= rounds; round++) {
      server.slowDown(Duration.ZERO);
      copyAll(round, COPY_DUMP_NEAR, dumps, other, round == rounds);
      copyAll(round, COPY_FILES_NEAR, trees, other, round == rounds);
      server.slowDown(FAR);
      copyAll(round, COPY_DUMP_FAR, dumps, other, false);
      copyAll(round, COPY_FILES_FAR, trees, other, false);
    }
  }

  private void copyAll(
      int round, String scenario, List<Entrant> from, Map<String, byte[]> other, boolean last)
      throws IOException {
    Map<Engine, BenchBucket> sources =
        from.stream().collect(Collectors.toMap(Entrant::engine, Entrant::bucket));
    List<Entrant> copies = contest.entrants(other);
    contest.measure(
        round,
        scenario,
        copies,
        copy ->
            copy.engine()
                .copy(Objects.requireNonNull(sources.get(copy.engine())), copy.bucket(), folder));
    contest.checkAndClear(copies, last);
  }

  private List<Entrant> withDump() throws IOException {
    List<Entrant> dumps = contest.entrants();
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll = DatabaseRounds.payroll(postgres, folder, divisor);
      payroll.serve(Payroll.Day.FIRST);
      contest.measure(
          0, "backup of the dump", dumps, contest.backUp(new BenchSource.Dump(payroll)));
    }
    return dumps;
  }

  private List<Entrant> withTree(FileShare share) throws IOException {
    List<Entrant> trees = contest.entrants();
    contest.measure(
        0, "backup of the files", trees, contest.backUp(new BenchSource.Tree(share.root())));
    return trees;
  }

  /** What was restored before stays until the end: deleting it would slow down what comes next. */
  private MeasuredCommand restoreAll(Entrant entrant) throws IOException {
    Path target = Files.createTempDirectory(folder, "restored-");
    restored.put(entrant, target);
    return entrant.engine().restore(entrant.bucket(), target, folder);
  }

  private MeasuredCommand checkAll(Entrant entrant) throws IOException {
    return entrant.engine().check(entrant.bucket(), folder);
  }

  /** Restic keeps the whole path of a tree. */
  private void requireAlike(Path original, Path restored) {
    Path whole = restored.resolve(original.toString().substring(1));
    MeasuredCommand _ =
        MeasuredCommand.run(
            "diff -r %s %s".formatted(original, Files.exists(whole) ? whole : restored),
            Map.of(),
            folder.resolve("diff.log"));
  }

  private FileShare share() throws IOException {
    // A day of work changes the eighth large file.
    return FileShare.write(
        folder.resolve("share"), 20_000 / divisor, 60_000, Math.max(8, 50 / divisor));
  }

  private void files(int rounds) throws IOException {
    FileShare share = share();
    BenchSource tree = new BenchSource.Tree(share.root());
    for (int round = 1; round <= rounds; round++) {
      List<Entrant> entrants = contest.entrants();
      contest.measure(round, FILES_DAY_1, entrants, contest.backUp(tree));
      contest.measure(round, FILES_UNCHANGED, entrants, contest.backUp(tree));
      share.workADay(round);
      contest.measure(round, FILES_CHANGED, entrants, contest.backUp(tree));
      contest.checkAndClear(entrants, round == rounds);
    }
  }
}
