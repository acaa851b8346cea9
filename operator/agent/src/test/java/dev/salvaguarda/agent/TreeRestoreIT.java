package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** File trees out of the repository into a directory. */
class TreeRestoreIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String STORED_AS = "/documents";

  private Path folder;
  private Path tree;
  private AgentBench bench;

  @BeforeEach
  void newTree(@TempDir Path temporary) throws Exception {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    SampleTree.make(tree);
  }

  @Test
  void aTreeComesBackWithAllThatBelongsToIt() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectory(folder.resolve("target"));

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, "back"), false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target(STORED_AS).path("rung").asText()).isEqualTo("V2");
    assertThat(SampleTree.facts(target.resolve("back"))).isEqualTo(SampleTree.facts(tree));
    assertThat(Shell.run(target.resolve("back"), "stat -c %b sparse").strip())
        .matches(blocks -> Long.parseLong(blocks) < 100);
    assertThat(Shell.run(target, "stat -c '%a %y' back"))
        .isEqualTo(Shell.run(tree, "stat -c '%a %y' ."));
  }

  @Test
  void aTreeIsGivenToTheOwnerAndGroupThatWereAskedForAndKeepsAllElse() throws Exception {
    Assumptions.assumeTrue(Machine.isRoot(), "SKIPPED: only root can give a file away");
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectory(folder.resolve("target"));
    var into =
        new RestoreInto.Directory(target.toString(), "back", List.of(), List.of(), 1234L, 5678L);

    AgentBench.Outcome restored = bench.run(order(copied, into, false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(Shell.run(target, "find back ! -uid 1234 -o ! -gid 5678")).isEmpty();
    assertThat(SampleTree.factsButOwners(target.resolve("back")))
        .isEqualTo(SampleTree.factsButOwners(tree));
  }

  @Test
  void aTreeIsProvenWithoutBeingWritten() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    String digest = AgentBench.sha256(Files.readAllBytes(tree.resolve("a/b/paper.txt")));

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(copied.wanted(STORED_AS)),
                RestoreInto.of(new RestoreInto.Scratch(folder.resolve("scratch").toString(), 1)),
                false,
                digest("paper", "a/b/paper.txt", digest),
                digest("other", "a/big", digest),
                digest("gone", "a/none", digest)));

    assertThat(restored.target(STORED_AS).path("rung").asText()).isEqualTo("V2");
    assertThat(restored.target(STORED_AS).path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(restored.check("paper").path("passed").asBoolean()).isTrue();
    assertThat(restored.check("other").path("passed").asBoolean()).isFalse();
    assertThat(restored.check("gone").path("passed").asBoolean()).isFalse();
    assertThat(restored.exitCode()).isEqualTo(3);
  }

  @Test
  void aFileIsComparedByEachOfItsNames() throws Exception {
    String digest = AgentBench.sha256(Files.readAllBytes(tree.resolve("a/b/paper.txt")));
    AgentBench.Outcome copied = bench.copy(tree);

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(copied.wanted(STORED_AS)),
                RestoreInto.of(new RestoreInto.Scratch(folder.resolve("scratch").toString(), 1)),
                false,
                digest("first", "a/b/paper.txt", digest),
                digest("further", "hard", digest),
                digest("wrong", "hard", "00".repeat(32))));

    assertThat(restored.check("first").path("passed").asBoolean()).isTrue();
    assertThat(restored.check("further").path("passed").asBoolean()).isTrue();
    assertThat(restored.check("wrong").path("observed").asText()).isEqualTo(digest);
    assertThat(restored.check("wrong").path("passed").asBoolean()).isFalse();
  }

  @Test
  void whatIsThereAlreadyIsNamedAndLeftAlone() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("a/big"), "mine");

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, ""), false));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(restored.reasonOf(STORED_AS)).isEqualTo("TARGET_EXISTS");
    assertThat(restored.target(STORED_AS).path("failure").path("message").asText())
        .startsWith("/a/big ");
    assertThat(Files.readString(target.resolve("a/big"))).isEqualTo("mine");
    assertThat(Files.readString(target.resolve("a/b/paper.txt"))).isEqualTo("the contents");
  }

  @Test
  void whatIsThereAlreadyIsReplacedOnOrder() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("a/big"), "mine");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(target.resolve("a/b"), elsewhere);
    Files.createSymbolicLink(target.resolve("hard"), elsewhere.resolve("victim"));

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, ""), true));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(SampleTree.facts(target)).isEqualTo(SampleTree.facts(tree));
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aLinkOnTheWayLeadsNowhere() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(target.resolve("a"), elsewhere);

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, ""), false));

    assertThat(restored.exitCode()).isEqualTo(3);
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(Files.readString(target.resolve("sealed/inner"))).isEqualTo("secret");
  }

  @Test
  void anotherAttemptFindsWhatOneRestored() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));
    Path order = order(copied, directory(target, "back"), false);
    assertThat(bench.run(order).exitCode()).isZero();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(SampleTree.facts(target.resolve("back"))).isEqualTo(SampleTree.facts(tree));
  }

  @Test
  void anotherAttemptGoesOnWhereAKilledOneStopped() throws Exception {
    byte[] late = new byte[48 << 20];
    new Random(7).nextBytes(late);
    Files.createDirectories(tree.resolve("z/late"));
    Files.write(tree.resolve("z/late/file"), late);
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));
    Path order = order(copied, directory(target, "back"), false);
    AgentChild child = AgentChild.start(bench, folder, order);
    Awaitility.await("the last file begins")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            !Shell.run(target, "ls -d .salvaguarda*/'with space' 2> /dev/null || true").isEmpty()
                || !child.process().isAlive());
    assertThat(target.resolve("back")).doesNotExist();
    child.process().destroyForcibly();
    int _ = child.process().waitFor();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(Shell.run(target.resolve("back"), "find . -name '.salvaguarda*'")).isEmpty();
    assertThat(SampleTree.facts(target.resolve("back"))).isEqualTo(SampleTree.facts(tree));
  }

  @Test
  void aLargeFileIsRestoredInLittleMemory() throws Exception {
    byte[] block = new byte[8 << 20];
    Random random = new Random(11);
    try (OutputStream out = Files.newOutputStream(tree.resolve("large"))) {
      for (int i = 0; i < 32; i++) {
        random.nextBytes(block);
        out.write(block);
      }
    }
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));

    AgentBench.Outcome restored =
        AgentChild.start(bench, folder, order(copied, directory(target, ""), false)).outcome();

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.result().path("peakMemoryBytes").asLong()).isLessThan(384L << 20);
    assertThat(Files.mismatch(tree.resolve("large"), target.resolve("large"))).isEqualTo(-1);
  }

  @Test
  void aHostileTreeLeadsNowhere() throws Exception {
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path target = Files.createDirectories(folder.resolve("target/inner"));
    String id =
        bench
            .repository()
            .snapshotOf(
                "/hostile",
                session -> {
                  BlobId loot = session.storeTree(List.of(empty("loot")));
                  BlobId tree =
                      session.storeTree(
                          List.of(
                              directory(".", loot),
                              directory("..", loot),
                              empty("../up"),
                              empty(elsewhere + "/absolute"),
                              empty("good"),
                              new Node(
                                  ByteString.of("way"),
                                  Metadata.plain(FileMode.ofUnix(0120777), Instant.EPOCH),
                                  new NodeBody.Symlink(ByteString.of(elsewhere.toString())))));
                  return session.storeTree(List.of(directory("hostile", tree)));
                });

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(new Wanted(STORED_AS, id, null, null)), directory(target, ""), true));

    assertThat(restored.exitCode()).as(restored.output()).isEqualTo(3);
    assertThat(restored.reasonOf(STORED_AS)).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(elsewhere).isEmptyDirectory();
    assertThat(Shell.run(folder.resolve("target"), "find . -type f | sort"))
        .isEqualTo("./inner/good\n");
  }

  private static Node empty(String name) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.file(0644), Instant.EPOCH),
        new NodeBody.File(0, BlobIds.empty()));
  }

  private static Node directory(String name, BlobId tree) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.directory(0755), Instant.EPOCH),
        new NodeBody.Directory(tree));
  }

  @Test
  void onlyWhatIsIncludedAndNotExcludedComesBack() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    Path target = Files.createDirectories(folder.resolve("target"));

    AgentBench.Outcome restored =
        bench.run(
            order(
                copied,
                new RestoreInto.Directory(
                    target.toString(), "", List.of("a"), List.of("big"), null, null),
                false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(Shell.run(target, "find . -type f | sort")).isEqualTo("./a/b/paper.txt\n");
  }

  @Test
  void whatIsIncludedAndIsNotInTheCopyIsNamed() throws Exception {
    AgentBench.Outcome copied = bench.copy(tree);
    List<String> include = List.of("a/b", "a/none/deep", "a", "hard/below", "sealed/inner", "gone");

    AgentBench.Outcome some = included(copied, "some", include, List.of("inner"));
    AgentBench.Outcome none = included(copied, "none", List.of("gone/by"), List.of());
    AgentBench.Outcome unwanted = included(copied, "unwanted", List.of("x/gone"), List.of("x"));

    assertThat(some.exitCode()).as(some.output()).isEqualTo(3);
    assertThat(some.target(STORED_AS).path("outcome").asText()).isEqualTo("DEGRADED");
    assertThat(some.reasonOf(STORED_AS)).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(some.target(STORED_AS).path("failure").path("message").asText())
        .isEqualTo("/a/none/deep is included, but is not in the copy. So it is with 2 more.");
    assertThat(folder.resolve("some/a/b/paper.txt")).hasContent("the contents");
    assertThat(none.exitCode()).as(none.output()).isEqualTo(4);
    assertThat(none.reasonOf(STORED_AS)).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(none.target(STORED_AS).has("rung")).isFalse();
    assertThat(unwanted.exitCode()).as(unwanted.output()).isZero();
  }

  @Test
  void whatMayStandBelowADirectoryThatCantBeReadIsNotCalledMissing() throws Exception {
    Path target = Files.createDirectories(folder.resolve("target"));
    String id =
        bench
            .repository()
            .snapshotOf(
                "/hostile",
                session -> {
                  BlobId loot = session.storeTree(List.of(empty("loot")));
                  BlobId tree = session.storeTree(List.of(directory("..", loot), empty("good")));
                  return session.storeTree(List.of(directory("hostile", tree)));
                });

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(new Wanted(STORED_AS, id, null, null)),
                including(target, List.of("good", "../loot"), List.of()),
                false));

    assertThat(restored.reasonOf(STORED_AS)).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(restored.output()).doesNotContain("is not in the copy");
  }

  private AgentBench.Outcome included(
      AgentBench.Outcome copied, String place, List<String> include, List<String> exclude)
      throws IOException {
    Path target = Files.createDirectories(folder.resolve(place));
    return bench.run(order(copied, including(target, include, exclude), false));
  }

  private static RestoreInto including(Path root, List<String> include, List<String> exclude) {
    return RestoreInto.of(
        new RestoreInto.Directory(root.toString(), "", include, exclude, null, null));
  }

  @Test
  void aTreeOfStockResticComesBackAsResticRestoresIt() throws Exception {
    bench.restic("backup", tree.toString());
    String id = bench.snapshots().getFirst().id().toString();
    Path byRestic = folder.resolve("by-restic");
    bench.restic("restore", id, "--target", byRestic.toString());
    Path target = Files.createDirectories(folder.resolve("target"));

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                List.of(new Wanted(STORED_AS, id, null, null)), directory(target, ""), false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(SampleTree.facts(target))
        .isEqualTo(SampleTree.facts(Path.of(byRestic.toString(), tree.toString())));
  }

  private static CheckOrder digest(String name, String path, String sha256) {
    return CheckOrder.of(name, new CheckOrder.FileDigest(STORED_AS, path, sha256));
  }

  private static RestoreInto directory(Path root, String subPath) {
    return RestoreInto.of(
        new RestoreInto.Directory(root.toString(), subPath, List.of(), List.of(), null, null));
  }

  private Path order(AgentBench.Outcome copied, RestoreInto.Directory into, boolean force)
      throws IOException {
    return order(copied, RestoreInto.of(into), force);
  }

  private Path order(AgentBench.Outcome copied, RestoreInto into, boolean force)
      throws IOException {
    return bench.order(List.of(copied.wanted(STORED_AS)), into, force);
  }
}
