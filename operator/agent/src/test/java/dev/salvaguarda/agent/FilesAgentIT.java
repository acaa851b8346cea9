package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class FilesAgentIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String STORED_AS = "/documents";
  private static final int BIG = 8 * 1024 * 1024;

  private Path folder;
  private Path tree;
  private AgentBench bench;

  @BeforeEach
  void newTree(@TempDir Path temporary) throws IOException {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    Files.createDirectories(tree.resolve("a/b"));
    byte[] big = new byte[BIG];
    new Random(20_260_301).nextBytes(big);
    Files.write(tree.resolve("a/big"), big);
    Files.writeString(tree.resolve("a/b/päper.txt"), "the contents");
    Files.writeString(tree.resolve("a/draft.tmp"), "not wanted");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("a/b/päper.txt"));
    Files.createLink(tree.resolve("hard"), tree.resolve("a/b/päper.txt"));
    Files.setPosixFilePermissions(
        tree.resolve("a/b"), PosixFilePermissions.fromString("rwxr-x--x"));
    Files.setLastModifiedTime(
        tree.resolve("a/big"), FileTime.from(Instant.parse("2024-02-29T12:00:00.123456789Z")));
  }

  @Test
  void storesATreeThatStockResticRestoresWithItsMetadata() throws Exception {
    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(STORED_AS).path("consistency").asText()).isEqualTo("CRASH");
    Path restored = folder.resolve("restored");
    bench.restic(
        "restore", outcome.snapshotOf(STORED_AS), "--target", restored.toString(), "--verify");
    FileTime before = Files.getLastModifiedTime(tree.resolve("a"));
    Files.delete(tree.resolve("a/draft.tmp"));
    Files.setLastModifiedTime(tree.resolve("a"), before);
    assertThat(facts(restored.resolve("documents"))).isEqualTo(facts(tree));
    bench.restic("check", "--read-data");
  }

  @Test
  void readsNothingAgainOnAnUnchangedSecondDay() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    AgentBench.Outcome second = bench.run(order());

    assertThat(first.result().path("bytesRead").asLong()).isGreaterThan(BIG);
    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(second.result().path("bytesRead").asLong()).isZero();
    assertThat(second.result().path("bytesStored").asLong()).isZero();
    assertThat(bench.snapshots())
        .hasSize(2)
        .extracting(snapshot -> snapshot.tree().toString())
        .hasSameElementsAs(List.of(bench.snapshots().getFirst().tree().toString()));
  }

  @Test
  void storesAnewWhatTheBucketLostAndSaysSo() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    String _ = bench.bucket().loseLargestPack();

    AgentBench.Outcome second = bench.run(order());

    assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(second.reasonOf(STORED_AS)).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(second.result().path("bytesRead").asLong()).isGreaterThanOrEqualTo(BIG);
    bench.restic("rebuild-index");
    bench.restic("check", "--read-data");
    for (AgentBench.Outcome outcome : List.of(first, second)) {
      Path restored = folder.resolve(outcome.snapshotOf(STORED_AS));
      bench.restic(
          "restore", outcome.snapshotOf(STORED_AS), "--target", restored.toString(), "--verify");
    }
  }

  @Test
  void keepsTheCopyButNamesAFileThatChangedMeanwhile() throws Exception {
    Path busy = tree.resolve("busy.log");
    Files.write(busy, new byte[BIG]);
    AtomicBoolean writing = new AtomicBoolean(true);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> {
          while (writing.get()) {
            append(busy);
          }
        });

    AgentBench.Outcome outcome = bench.run(order());
    writing.set(false);
    writer.join();

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf(STORED_AS)).isEqualTo("FILE_CHANGED");
    assertThat(outcome.target(STORED_AS).path("failure").path("message").asText())
        .contains("busy.log");
    byte[] paper = bench.restic("dump", outcome.snapshotOf(STORED_AS), "/documents/a/b/päper.txt");
    assertThat(new String(paper, StandardCharsets.UTF_8)).isEqualTo("the contents");
    bench.restic("check", "--read-data");
  }

  @Test
  void keepsTheCopyButNamesAFileThatMayNotBeReadAndWhatWouldReadIt() throws Exception {
    Path secret = Files.writeString(tree.resolve("a/secret"), "for others");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));

    AgentBench.Outcome outcome =
        AgentChild.start(bench, folder, order(), withoutCapabilities(), AgentChild.JVM_FLAGS)
            .outcome();

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf(STORED_AS)).isEqualTo("FILE_UNREADABLE");
    assertThat(outcome.target(STORED_AS).path("failure").path("message").asText())
        .contains("a/secret", "mode 0000", "DAC_READ_SEARCH");
    byte[] paper = bench.restic("dump", outcome.snapshotOf(STORED_AS), "/documents/hard");
    assertThat(new String(paper, StandardCharsets.UTF_8)).isEqualTo("the contents");
  }

  @Test
  void keepsTheCopyButNamesAnAttributeThatMayNotBeRead() throws Exception {
    Path secret = Files.writeString(tree.resolve("a/secret"), "for others");
    Files.setAttribute(secret, "user:comment", new byte[] {1});
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeTrue(Machine.isRoot(), "SKIPPED: only root can read the file at first");
    AgentBench.Outcome first = bench.run(order());

    // The content is known and not read again; the attribute has to be.
    AgentBench.Outcome second =
        AgentChild.start(bench, folder, order(), withoutCapabilities(), AgentChild.JVM_FLAGS)
            .outcome();

    assertThat(first.exitCode()).as(first.output()).isZero();
    assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(second.reasonOf(STORED_AS)).isEqualTo("FILE_UNREADABLE");
    assertThat(second.target(STORED_AS).path("failure").path("message").asText())
        .isEqualTo(
            "/a/secret was copied without the attribute user.comment, which could not be read:"
                + " Permission denied.");
  }

  @Test
  void makesNoSnapshotOfATreeThatIsNotThere() throws Exception {
    AgentBench.Outcome gone = bench.run(order(folder.resolve("nowhere")));
    AgentBench.Outcome empty = bench.run(order(Files.createDirectory(folder.resolve("empty"))));

    assertThat(gone.reason()).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(empty.reason()).isEqualTo("SOURCE_EMPTY");
    assertThat(bench.snapshots()).isEmpty();
  }

  /** Root reads everything, unless it is told that it may not. */
  private static List<String> withoutCapabilities() {
    return Machine.isRoot()
        ? List.of(
            RequiredTool.onPath("setpriv", "Install the package util-linux.").path().toString(),
            "--bounding-set=-dac_override,-dac_read_search")
        : List.of();
  }

  private Path order() throws IOException {
    return order(tree);
  }

  private Path order(Path root) throws IOException {
    FilesOrder files = FilesOrder.of(root.toString(), STORED_AS, List.of(), List.of("*.tmp"));
    return bench.order(new SourceOrder("files.example.org", null, null, files), Guards.none());
  }

  private static void append(Path file) {
    try {
      Files.write(file, new byte[100], StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Every entry with type, mode, owner, times, links and contents. */
  private static Map<String, String> facts(Path root) throws IOException {
    Map<String, String> facts = new TreeMap<>();
    try (Stream<Path> entries = Files.walk(root)) {
      for (Path entry : entries.toList()) {
        Map<String, Object> attributes =
            Files.readAttributes(
                entry, "unix:mode,uid,gid,nlink,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
        String contents =
            Files.isSymbolicLink(entry)
                ? Files.readSymbolicLink(entry).toString()
                : Files.isRegularFile(entry)
                    ? AgentBench.sha256(Files.readAllBytes(entry))
                    : "directory";
        facts.put(root.relativize(entry).toString(), new TreeMap<>(attributes) + contents);
      }
    }
    return facts;
  }
}
