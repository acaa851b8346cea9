package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.write.BackupSession;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of PostgreSQL, really loaded into a server that is started for this. */
class ScratchRestoreIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String END = "--\n-- PostgreSQL database dump complete\n--\n\n";

  private AgentBench bench;
  private Path scratch;

  @BeforeAll
  static void fillTheServer() {
    InstalledPostgresql.newest();
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE ROLE \"the clerk\"",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, 5000) g",
        "ALTER TABLE staff OWNER TO \"the clerk\"",
        "CREATE ROLE auditor",
        "GRANT SELECT ON staff TO auditor",
        "ALTER DATABASE payroll OWNER TO \"the clerk\"");
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(S3.get(), folder);
    scratch = Machine.temporaryFolder("scratch");
    Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void removeScratch() {
    Folders.delete(scratch);
  }

  @Test
  void aDumpIsLoadedAndAskedAndThrownAway() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");

    AgentBench.Outcome restored =
        restored(
            List.of(copied.wanted("globals"), copied.wanted("payroll")),
            sql("rows", "SELECT count(*) FROM staff", value("5000")),
            sql(
                "least",
                "SELECT count(*) FROM staff",
                new CheckOrder.Expectation(null, BigDecimal.valueOf(4000), null, null, null)),
            sql(
                "owner",
                "SELECT tableowner FROM pg_tables WHERE tablename = 'staff'",
                value("the clerk")));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V3");
    assertThat(restored.target("payroll").path("sha256Matches").asBoolean()).isTrue();
    assertThat(restored.target("globals").path("rung").asText()).isEqualTo("V3");
    assertThat(restored.check("rows").path("passed").asBoolean()).isTrue();
    assertThat(restored.check("least").path("observed").asText()).isEqualTo("5000");
    assertThat(restored.check("owner").path("passed").asBoolean()).isTrue();
    assertThat(restored.result().path("steps"))
        .extracting(step -> step.path("step").asText())
        .containsExactly("FETCH", "REBUILD", "START", "CHECK");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDumpWhoseRolesWereNotStoredIsLoadedAllTheSame() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");

    AgentBench.Outcome restored =
        restored(
            List.of(copied.wanted("payroll")),
            sql("rows", "SELECT count(*) FROM staff", value("5000")));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V3");
    assertThat(left()).isEmpty();
  }

  @Test
  void aCheckThatGetsAnotherAnswerKeepsTheRestoreFromPassing() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");

    AgentBench.Outcome restored =
        restored(
            List.of(copied.wanted("payroll")),
            sql("rows", "SELECT count(*) FROM staff", value("5001")),
            sql("broken", "SELECT nothing FROM nowhere", value("1")));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.reason()).isEqualTo("CHECK_NOT_PASSED");
    assertThat(restored.check("rows").path("message").asText())
        .isEqualTo("It is 5000, and 5001 was expected.");
    assertThat(restored.check("broken").path("message").asText())
        .startsWith("The query failed: ERROR: ")
        .contains("nowhere");
    assertThat(restored.target("payroll").path("outcome").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void aDumpWithAnotherHashThanRecordedClimbsNoHigherThanFetched() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");
    Wanted other = new Wanted("payroll", copied.snapshotOf("payroll"), "0a".repeat(32), null);

    AgentBench.Outcome restored = restored(List.of(other));

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("RESTORE_DIFFERS");
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V0");
    assertThat(restored.target("payroll").path("sha256Matches").asBoolean(true)).isFalse();
    assertThat(left()).isEmpty();
  }

  @Test
  void aDumpThatLacksItsLastLineClimbsNoHigherThanPutTogether() throws Exception {
    AgentBench.Outcome restored = restored(List.of(stored("-- and no more\n", 0)));

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("RESTORE_DIFFERS");
    assertThat(messageOf(restored)).contains("lacks its last line");
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V1");
    assertThat(left()).isEmpty();
  }

  @Test
  void aDumpOfAnotherSizeThanStoredClimbsNoHigherThanFetched() throws Exception {
    AgentBench.Outcome restored = restored(List.of(stored(END, 1)));

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("RESTORE_DIFFERS");
    assertThat(messageOf(restored)).contains("were stored");
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V0");
  }

  private static String messageOf(AgentBench.Outcome restored) {
    return restored.target("payroll").path("failure").path("message").asText();
  }

  /** A dump that ends like this, whose entry says that it has some bytes more. */
  private Wanted stored(String end, int more) {
    String dump =
        "--\n-- PostgreSQL database dump\n--\n\n-- Dumped from database version 14.1\n\n" + end;
    String id =
        bench
            .repository()
            .snapshotOf(
                "/payroll.sql",
                session -> {
                  NodeBody.File whole = content(session, dump);
                  NodeBody.File told = new NodeBody.File(whole.size() + more, whole.content());
                  Metadata plain = Metadata.plain(FileMode.file(0600), Instant.EPOCH);
                  return session.storeTree(
                      List.of(new Node(ByteString.of("payroll.sql"), plain, told)));
                });
    return new Wanted("payroll", id, null, null);
  }

  private static NodeBody.File content(BackupSession session, String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return session.storeFile(new ByteArrayInputStream(bytes), Chunking.SQL).toBody();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSnapshotThatIsGoneIsNamedAndTheOthersComeBack() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");

    AgentBench.Outcome restored =
        restored(
            List.of(new Wanted("gone", "0a".repeat(32), null, null), copied.wanted("payroll")));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.reasonOf("gone")).isEqualTo("SNAPSHOT_MISSING");
    assertThat(restored.target("payroll").path("rung").asText()).isEqualTo("V3");
  }

  @Test
  void aScratchSpaceThatIsTooSmallIsFoundBeforeAnythingIsLoaded() throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(copied.wanted("payroll")),
                RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 1 << 20)),
                false));

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reason()).isEqualTo("SCRATCH_TOO_SMALL");
    assertThat(restored.result().path("steps"))
        .extracting(step -> step.path("step").asText())
        .containsExactly("FETCH");
  }

  @Test
  void aScratchSpaceThatFillsUpIsTold() throws Exception {
    Assumptions.assumeTrue(Machine.isRoot(), "SKIPPED: only root can mount a file system");
    Wanted growing =
        stored(
            """
            CREATE UNLOGGED TABLE public.grown (what text);
            ALTER TABLE public.grown ALTER what SET STORAGE EXTERNAL;
            INSERT INTO public.grown SELECT repeat('x', 1000000) FROM generate_series(1, 1000);
            """
                + END,
            0);
    assumeEndsWell("mount", "-t", "tmpfs", "-o", "size=600m,mode=755", "tmpfs", scratch.toString());
    try {
      AgentBench.Outcome restored = restored(List.of(growing));

      assertThat(restored.exitCode()).as(restored.output()).isEqualTo(4);
      assertThat(restored.reason()).as(restored.output()).isEqualTo("SCRATCH_TOO_SMALL");
      assertThat(restored.result().path("steps"))
          .extracting(step -> step.path("step").asText())
          .contains("REBUILD", "START");
      assertThat(restored.target("payroll").path("rung").asText()).isNotEqualTo("V3");
      assertThat(left()).isEmpty();
    } finally {
      assumeEndsWell("umount", scratch.toString());
    }
  }

  private static void assumeEndsWell(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    Assumptions.assumeTrue(status == 0, "SKIPPED: " + command[0] + " is not possible here");
  }

  @Test
  void aRestoreThatIsToldToStopClearsUp(@TempDir Path folder) throws Exception {
    AgentBench.Outcome copied = PostgresqlCopy.of(SERVER.get(), bench, true, "payroll");
    AgentChild child =
        AgentChild.start(
            bench,
            folder,
            bench.order(
                List.of(copied.wanted("payroll")),
                RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 0)),
                false));
    Awaitility.await("a server in the scratch space")
        .atMost(PATIENCE)
        .until(() -> !left().isEmpty() || !child.process().isAlive());

    child.process().destroy();
    AgentBench.Outcome stopped = child.outcome();

    assertThat(stopped.exitCode()).as(stopped.output()).isEqualTo(130);
    assertThat(stopped.result().path("outcome").asText()).isEqualTo("CANCELLED");
    assertThat(stopped.target("payroll").has("rung")).isFalse();
    Awaitility.await("no server is left")
        .atMost(PATIENCE)
        .until(() ->
            ProcessHandle.allProcesses()
                .noneMatch(process ->
                    process.info().commandLine().orElse("").contains(scratch.toString())));
  }

  private AgentBench.Outcome restored(List<Wanted> wanted, CheckOrder... checks)
      throws IOException {
    return bench.run(
        bench.order(
            wanted, RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 0)), false, checks));
  }

  private static CheckOrder sql(String name, String query, CheckOrder.Expectation expectation) {
    return CheckOrder.of(name, new CheckOrder.Sql("payroll", query, expectation));
  }

  private static CheckOrder.Expectation value(String value) {
    return new CheckOrder.Expectation(value, null, null, null, null);
  }

  private List<Path> left() throws IOException {
    try (Stream<Path> all = Files.list(scratch)) {
      return all.toList();
    }
  }
}
