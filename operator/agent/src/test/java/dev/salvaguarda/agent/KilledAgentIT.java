package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is killed without a warning, as by a node that loses its power. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledAgentIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final int FILES = 400;

  /** More than an undisturbed run takes, so that some are killed at the very end or not at all. */
  private Duration longest = Duration.ZERO;

  private Path tree;

  @BeforeAll
  void fill(@TempDir Path folder) throws Exception {
    RequiredTool.pgDump().path();
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name"
            + " FROM generate_series(1, 150000) g");
    tree = folder.resolve("tree");
    Files.createDirectory(tree);
    Random random = new Random(1);
    for (int i = 0; i < FILES; i++) {
      byte[] content = new byte[1 + random.nextInt(200_000)];
      random.nextBytes(content);
      Files.write(tree.resolve("file-" + i), content);
    }
    Path work = Files.createDirectory(folder.resolve("undisturbed"));
    AgentBench bench = new AgentBench(S3.get(), work);
    long start = System.nanoTime();
    AgentBench.Outcome outcome = AgentChild.start(bench, work, order(bench, 1)).outcome();
    longest = Duration.ofNanos(System.nanoTime() - start).multipliedBy(5).dividedBy(4);
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  /** Whoever reads the code has to know: Java ends with that of a degraded result. */
  @Test
  void aHeapThatRunsOutEndsWithTheCodeOfADegradedResultButWithoutOne(@TempDir Path work)
      throws Exception {
    AgentBench bench = new AgentBench(S3.get(), work);
    Path order = order(bench, 1);

    AgentChild agent =
        AgentChild.start(
            bench, work, order, List.of(), List.of("-Xmx12m", "-XX:+ExitOnOutOfMemoryError"));

    assertThat(agent.process().waitFor()).as(agent.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(work.resolve("termination-log")).doesNotExist();
  }

  @SeededTest(fixed = 20)
  void leavesARepositoryThatIsCleanAndThatTheRetryCompletes(long seed, @TempDir Path work)
      throws Exception {
    AgentBench bench = new AgentBench(S3.get(), work);
    Path order = order(bench, seed);
    long moment = new Random(seed).nextLong(longest.toMillis());

    AgentChild agent = AgentChild.start(bench, work, order);
    boolean ended = agent.process().waitFor(moment, TimeUnit.MILLISECONDS);
    agent.process().destroyForcibly().waitFor();

    bench.restic("unlock", "--remove-all");
    bench.restic("check", "--read-data");
    assertThat(bench.snapshots().size()).isBetween(ended ? 1 : 0, 1);
    AgentBench.Outcome retry = bench.run(order);
    assertThat(retry.exitCode()).as(retry.output()).isZero();
    bench.restic("rebuild-index");
    bench.restic("check", "--read-data");
    assertThat(storedData(bench)).as("killed after %d ms", moment).doesNotHaveDuplicates();
  }

  /** A blob for each pack that holds it, packs of the killed agent among them. */
  private static List<String> storedData(AgentBench bench) throws Exception {
    return new String(bench.restic("list", "blobs", "--no-lock"), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("data "))
        .toList();
  }

  private Path order(AgentBench bench, long seed) throws IOException {
    SourceOrder source =
        seed % 2 == 0
            ? new SourceOrder("db.example.org", database(bench), null, null)
            : new SourceOrder(
                "files.example.org",
                null,
                null,
                FilesOrder.everything(tree.toString(), "/documents"));
    return bench.order(source, Guards.none());
  }

  private static PostgresqlOrder database(AgentBench bench) throws IOException {
    return new PostgresqlOrder(
        SERVER.get().host(),
        SERVER.get().port(),
        List.of("payroll"),
        List.of(),
        bench.secret("username", "backup"),
        bench.secret("password", "canary"),
        new TlsOrder(TlsOrder.Mode.DISABLE, null),
        ChunkSize.KIB_16,
        false);
  }
}
