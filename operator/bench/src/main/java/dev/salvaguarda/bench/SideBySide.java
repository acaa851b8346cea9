package dev.salvaguarda.bench;

import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.s3.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Two days of a database and of a file share, backed up by stock restic and by our worker, one
 * after the other on the same S3 server.
 *
 * <p>Arguments: the line of bash that starts a worker, the JSON file to write, and optionally the
 * number of payroll rows.
 */
final class SideBySide {
  private static final String SUPERUSER = "postgres";

  /** The embedded server trusts its superuser. */
  private static final String UNUSED_PASSWORD = "unused";

  private final String worker;
  private final Path folder;
  private final Path restic = RequiredTool.restic().path();
  private final List<Row> rows = new ArrayList<>();

  private SideBySide(String worker, Path folder) {
    this.worker = worker;
    this.folder = folder;
  }

  public static void main(String[] args) throws IOException {
    long payrollRows = args.length > 2 ? Long.parseLong(args[2]) : Payroll.ROWS;
    Path folder = Machine.temporaryFolder("bench");
    SideBySide bench = new SideBySide(args[0], folder);
    BenchReport report = new BenchReport(MachineFacts.read(bench.restic), System.out);
    try (S3Server server = MinioServer.start()) {
      bench.sql(server, payrollRows);
      bench.files(server);
      report.print(bench.rows);
      report.write(bench.rows, Path.of(args[1]));
    } finally {
      Folders.delete(folder);
    }
  }

  private void sql(S3Server server, long payrollRows) throws IOException {
    Path log = folder.resolve("sql.log");
    try (PostgresServer postgres = PostgresServer.start()) {
      Payroll payroll =
          new Payroll(
              postgres.host(),
              postgres.port(),
              SUPERUSER,
              UNUSED_PASSWORD,
              RequiredTool.psql().path());
      say("Filling a database with %,d payslips".formatted(payrollRows));
      payroll.create(payrollRows, log);
      Engine theirs =
          new Engine.Restic(
              "%s -Fp -d %s | %s backup -q --stdin --stdin-filename payroll.sql"
                  .formatted(RequiredTool.pgDump().path(), Payroll.NAME, restic),
              payroll.environment());
      Engine ours = new Engine.Worker(worker, payrollSource(postgres), folder);
      twoDays("sql", server, theirs, ours, () -> payroll.workADay(payrollRows, log));
    }
  }

  private SourceOrder payrollSource(PostgresServer postgres) throws IOException {
    return new SourceOrder(
        postgres.host(),
        new PostgresqlOrder(
            postgres.host(),
            postgres.port(),
            List.of(Payroll.NAME),
            List.of(),
            Files.writeString(folder.resolve("username"), SUPERUSER).toString(),
            Files.writeString(folder.resolve("source-password"), UNUSED_PASSWORD).toString(),
            new TlsOrder(TlsOrder.Mode.DISABLE, null),
            false),
        null,
        null);
  }

  private void files(S3Server server) throws IOException {
    Path root = Files.createDirectories(folder.resolve("share"));
    FileShare share = new FileShare(root);
    say("Writing 20,000 small and 50 large files");
    share.create();
    Engine theirs = new Engine.Restic(restic + " backup -q " + root, Map.of());
    FilesOrder order = FilesOrder.everything(root.toString(), "/share");
    Engine ours = new Engine.Worker(worker, new SourceOrder("share", null, null, order), folder);
    twoDays("files", server, theirs, ours, share::workADay);
  }

  private void twoDays(
      String scenario, S3Server server, Engine theirs, Engine ours, DayOfWork dayOfWork)
      throws IOException {
    List<Engine> engines = List.of(theirs, ours);
    List<BenchBucket> buckets =
        List.of(BenchBucket.make(server, folder, restic), BenchBucket.make(server, folder, restic));
    for (int day = 1; day <= 2; day++) {
      for (int i = 0; i < engines.size(); i++) {
        measure(scenario + " day " + day, engines.get(i), buckets.get(i));
      }
      if (day == 1) {
        say("A day of work");
        dayOfWork.run();
      }
    }
    check(buckets.get(1));
  }

  private void measure(String scenario, Engine engine, BenchBucket bucket) throws IOException {
    say(scenario + ", " + engine.name());
    long bytes = bucket.bytes();
    long requests = bucket.requests();
    MeasuredCommand cost = engine.backUp(bucket, folder.resolve("backup.log"));
    rows.add(
        new Row(
            scenario,
            engine.name(),
            bucket.bytes() - bytes,
            requests < 0 ? -1 : bucket.requests() - requests,
            cost));
  }

  /** A fast backup that does not restore would be worth nothing. */
  private void check(BenchBucket bucket) {
    say("restic check of ours");
    MeasuredCommand.run(
        restic + " check -q --read-data --no-cache",
        bucket.environment(),
        folder.resolve("check.log"));
  }

  private static void say(String sentence) {
    System.out.println(sentence + " …");
  }

  /** What changes between the two days. */
  @FunctionalInterface
  private interface DayOfWork {
    void run() throws IOException;
  }
}
