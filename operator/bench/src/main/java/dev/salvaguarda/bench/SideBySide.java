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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Days of a database and of a file share, backed up by two releases of stock restic and by our
 * worker, one after the other on the same S3 server, in several rounds whose order rotates.
 *
 * <p>Arguments: the JSON file to write; the line of bash that starts our worker; the same for an
 * earlier release of ours, or nothing; a newer restic; the number of payroll rows; the number of
 * rounds; {@code sql} or {@code files}.
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

  private static final String PASSWORD = "a password for measurements";

  private final FaultyS3 server;
  private final Path folder;
  private final Path passwordFile;
  private final Engine.Restic newer;
  private final List<Engine> engines;
  private final Map<String, byte[]> emptyRepository;
  private final List<Row> rows = new ArrayList<>();

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
      if (args[6].equals("sql")) {
        bench.sql(Long.parseLong(args[4]), rounds);
      } else {
        bench.files(rounds);
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
        measure(round, SQL_DAY_1, dump, entrants);
        entrants.forEach(entrant -> entrant.bucket().mark());
        payroll.serve(Payroll.Day.SCATTERED);
        measure(round, SQL_SCATTERED, dump, entrants);
        entrants.forEach(entrant -> entrant.bucket().reset());
        payroll.serve(Payroll.Day.MIXED);
        measure(round, SQL_MIXED, dump, entrants);
        checkAndClear(entrants, round == rounds);
      }
    }
  }

  private void files(int rounds) throws IOException {
    FileShare share = new FileShare(Files.createDirectories(folder.resolve("share")), 20_000, 50);
    say("Writing 20,000 small and 50 large files");
    share.create();
    BenchSource tree = new BenchSource.Tree(share.root());
    for (int round = 1; round <= rounds; round++) {
      List<Entrant> entrants = entrants();
      measure(round, "files day 1", tree, entrants);
      measure(round, FILES_UNCHANGED, tree, entrants);
      share.workADay(round);
      measure(round, "files day 2, 2 % changed", tree, entrants);
      checkAndClear(entrants, round == rounds);
    }
  }

  private List<Entrant> entrants() {
    return engines.stream()
        .map(engine -> new Entrant(engine, BenchBucket.make(server, emptyRepository, passwordFile)))
        .toList();
  }

  /** One backup by each engine; who is first in one round is last in the next. */
  private void measure(int round, String scenario, BenchSource source, List<Entrant> entrants)
      throws IOException {
    List<Entrant> order = new ArrayList<>(entrants);
    Collections.rotate(order, 1 - round);
    for (Entrant entrant : order) {
      Engine engine = entrant.engine();
      BenchBucket bucket = entrant.bucket();
      double load = MachineFacts.load();
      long bytes = bucket.bytes();
      int requests = bucket.requests();
      MeasuredCommand cost = engine.backUp(source, bucket, folder);
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
          "round %d, %s, %s: %.1f CPU s, %,d bytes, %d requests, load %.1f"
              .formatted(
                  round,
                  scenario,
                  engine.name(),
                  cost.cpuSeconds(),
                  row.storedBytes(),
                  row.requests(),
                  load));
    }
  }

  private void checkAndClear(List<Entrant> entrants, boolean last) {
    if (last) {
      say("restic check --read-data of ours");
      newer.check(entrants.getLast().bucket(), folder);
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
