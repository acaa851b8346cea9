package dev.salvaguarda.bench;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.repository.Repository;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.FaultyS3;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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
 * earlier release of ours, or nothing; a newer restic; the number of payroll rows; the number of
 * rounds; {@code sql}, {@code files}, {@code restore} or {@code copy}.
 */
final class SideBySide {
  static final String OURS = "salvaguarda";
  static final String OURS_IN_SMALL_PIECES = "salvaguarda, chunkSize 8Ki";
  static final String EARLIER = "salvaguarda before";
  static final String NEWER_RESTIC = "newer restic";
  static final String SQL_DAY_1 = "sql day 1";
  static final String SQL_SCATTERED = "sql day 2, 0.3 % updated";
  static final String SQL_MIXED = "sql day 2, 0.1 % updated, 0.05 % deleted, 0.15 % new";
  static final String FILES_UNCHANGED = "files, unchanged";

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

  private static final String PASSWORD = "a password for measurements";

  private final FaultyS3 server;
  private final Path folder;
  private final Path passwordFile;
  private final Engine.Restic newer;
  private final List<Engine> engines;
  private final Map<String, byte[]> emptyRepository;
  private final List<Row> rows = new ArrayList<>();
  private final Map<Entrant, Path> restored = new HashMap<>();

  private SideBySide(FaultyS3 server, Path folder, String[] args) throws IOException {
    this.server = server;
    this.folder = folder;
    this.passwordFile = Files.writeString(folder.resolve("password"), PASSWORD);
    this.newer = new Engine.Restic(NEWER_RESTIC, Path.of(args[3]));
    this.engines = new ArrayList<>();
    engines.add(new Engine.Restic("restic", RequiredTool.restic().path()));
    engines.add(newer);
    if (!args[2].isBlank()) {
      engines.add(new Engine.Worker(EARLIER, args[2], Orders::earlier));
    }
    if (args[6].equals("sql")) {
      engines.add(new Engine.Worker(OURS_IN_SMALL_PIECES, args[1], Orders.today(ChunkSize.KIB_8)));
    }
    engines.add(new Engine.Worker(OURS, args[1], Orders.today(ChunkSize.KIB_16)));
    this.emptyRepository = emptyRepository();
  }

  public static void main(String[] args) throws IOException {
    int rounds = Integer.parseInt(args[5]);
    Path folder = Machine.temporaryFolder("bench");
    try (MinioServer minio = MinioServer.start();
        FaultyS3 server = FaultyS3.before(minio, 1)) {
      SideBySide bench = new SideBySide(server, folder, args);
      MachineFacts machine = MachineFacts.read(bench.versions());
      switch (args[6]) {
        case "sql" -> bench.sql(Long.parseLong(args[4]), rounds);
        case "files" -> bench.files(rounds);
        case "restore" -> bench.restore(Long.parseLong(args[4]), rounds);
        case "copy" -> bench.copy(Long.parseLong(args[4]), rounds);
        default -> throw new IllegalArgumentException("there is no part " + args[6]);
      }
      BenchReport report = new BenchReport(machine, System.out);
      report.add(bench.rows);
      report.write(Path.of(args[0]));
    } finally {
      Folders.delete(folder);
    }
  }

  private void sql(long payrollRows, int rounds) throws IOException {
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll = Payroll.on(postgres, folder.resolve("sql.log"));
      say("Filling a database with %,d payslips, twice changed".formatted(payrollRows));
      payroll.create(payrollRows);
      BenchSource dump = new BenchSource.Dump(payroll);
      for (int round = 1; round <= rounds; round++) {
        List<Entrant> entrants = entrants();
        payroll.serve(Payroll.Day.FIRST);
        measure(round, SQL_DAY_1, entrants, backUp(dump));
        entrants.forEach(entrant -> entrant.bucket().mark());
        payroll.serve(Payroll.Day.SCATTERED);
        measure(round, SQL_SCATTERED, entrants, backUp(dump));
        entrants.forEach(entrant -> entrant.bucket().reset());
        payroll.serve(Payroll.Day.MIXED);
        measure(round, SQL_MIXED, entrants, backUp(dump));
        checkAndClear(entrants, round == rounds);
      }
    }
  }

  /** Each engine restores what it has stored itself, into an empty folder and without a cache. */
  private void restore(long payrollRows, int rounds) throws IOException {
    FileShare share = share();
    List<Entrant> dumps = withDump(payrollRows);
    List<Entrant> trees = withTree(share);
    for (int round = 1; round <= rounds; round++) {
      server.slowDown(Duration.ZERO);
      measure(round, DUMP_NEAR, dumps, this::restoreAll);
      measure(round, FILES_NEAR, trees, this::restoreAll);
      measure(round, CHECK_DUMP, dumps, this::checkAll);
      measure(round, CHECK_FILES, trees, this::checkAll);
      server.slowDown(FAR);
      measure(round, DUMP_FAR, dumps, this::restoreAll);
      measure(round, FILES_FAR, trees, this::restoreAll);
    }
    say("comparing what was restored last");
    for (Entrant entrant : trees) {
      requireAlike(share.root(), Objects.requireNonNull(restored.get(entrant)));
    }
  }

  /** Each engine copies what it has stored itself into an empty repository, without a cache. */
  private void copy(long payrollRows, int rounds) throws IOException {
    List<Entrant> dumps = withDump(payrollRows);
    List<Entrant> trees = withTree(share());
    Map<String, byte[]> other = emptyRepository();
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
    List<Entrant> copies = entrants(other);
    measure(
        round,
        scenario,
        copies,
        copy ->
            copy.engine()
                .copy(Objects.requireNonNull(sources.get(copy.engine())), copy.bucket(), folder));
    checkAndClear(copies, last);
  }

  private List<Entrant> withDump(long payrollRows) throws IOException {
    List<Entrant> dumps = entrants();
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll = Payroll.on(postgres, folder.resolve("sql.log"));
      say("Filling a database with %,d payslips, and copying it".formatted(payrollRows));
      payroll.create(payrollRows);
      payroll.serve(Payroll.Day.FIRST);
      measure(0, "backup of the dump", dumps, backUp(new BenchSource.Dump(payroll)));
    }
    return dumps;
  }

  private List<Entrant> withTree(FileShare share) throws IOException {
    List<Entrant> trees = entrants();
    measure(0, "backup of the files", trees, backUp(new BenchSource.Tree(share.root())));
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
    FileShare share = new FileShare(Files.createDirectories(folder.resolve("share")), 20_000, 50);
    say("Writing 20,000 small and 50 large files");
    share.create();
    return share;
  }

  private void files(int rounds) throws IOException {
    FileShare share = share();
    BenchSource tree = new BenchSource.Tree(share.root());
    for (int round = 1; round <= rounds; round++) {
      List<Entrant> entrants = entrants();
      measure(round, "files day 1", entrants, backUp(tree));
      measure(round, FILES_UNCHANGED, entrants, backUp(tree));
      share.workADay(round);
      measure(round, "files day 2, 2 % changed", entrants, backUp(tree));
      checkAndClear(entrants, round == rounds);
    }
  }

  private List<Entrant> entrants() {
    return entrants(emptyRepository);
  }

  private List<Entrant> entrants(Map<String, byte[]> objects) {
    return engines.stream()
        .map(engine -> new Entrant(engine, BenchBucket.make(server, objects, passwordFile)))
        .toList();
  }

  /** What an engine does while it is measured. */
  private interface Work {
    MeasuredCommand by(Entrant entrant) throws IOException;
  }

  private Work backUp(BenchSource source) {
    return entrant -> entrant.engine().backUp(source, entrant.bucket(), folder);
  }

  /** The same by each engine; who is first in one round is last in the next. */
  private void measure(int round, String scenario, List<Entrant> entrants, Work work)
      throws IOException {
    List<Entrant> order = new ArrayList<>(entrants);
    Collections.rotate(order, 1 - round);
    for (Entrant entrant : order) {
      Engine engine = entrant.engine();
      BenchBucket bucket = entrant.bucket();
      double load = MachineFacts.load();
      long bytes = bucket.bytes();
      int requests = bucket.requests();
      MeasuredCommand cost = work.by(entrant);
      Row row =
          new Row(
              round,
              scenario,
              engine.name(),
              load,
              bucket.bytes() - bytes,
              bucket.requests() - requests,
              cost);
      rows.add(row);
      say(
          "round %d, %s, %s: %.1f s, %.1f CPU s, %,d bytes, %d requests, load %.1f"
              .formatted(
                  round,
                  scenario,
                  engine.name(),
                  cost.wallSeconds(),
                  cost.cpuSeconds(),
                  row.storedBytes(),
                  row.requests(),
                  load));
    }
  }

  /** A fast backup that does not restore would be worth nothing. */
  private void checkAndClear(List<Entrant> entrants, boolean last) {
    if (last) {
      say("restic check --read-data of ours");
      MeasuredCommand _ = newer.check(entrants.getLast().bucket(), folder);
    }
    entrants.forEach(entrant -> entrant.bucket().clear());
  }

  /** Config and key file, with the cost that our engine gives to every key. */
  private static Map<String, byte[]> emptyRepository() {
    MemoryStore store = new MemoryStore();
    try (Repository _ = store.newRepository(PASSWORD)) {
      return Map.copyOf(store.objects());
    }
  }

  private List<String> versions() throws IOException {
    List<String> versions = new ArrayList<>();
    for (Engine engine : engines) {
      if (engine instanceof Engine.Restic restic) {
        Process process = new ProcessBuilder(restic.program().toString(), "version").start();
        versions.add(
            restic.name()
                + ": "
                + new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .strip());
      }
    }
    return versions;
  }

  private static void say(String sentence) {
    System.out.println(sentence + " …");
  }

  /** An engine with the repository of its own. */
  private record Entrant(Engine engine, BenchBucket bucket) {}
}
