package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.domain.workorder.SourceOrder;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** File trees out of the repository into a directory. */
class TreeRestoreIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String STORED_AS = "/documents";

  /** Everything that a tree can hold, in the words of a shell. */
  private static final String TREE =
      """
      set -e
      umask 022
      mkdir -p a/b 'with space' sealed
      printf 'the contents' > a/b/paper.txt
      ln a/b/paper.txt hard
      ln -s a/b/paper.txt link
      ln -s /nowhere/at/all dangling
      printf x > "$(printf 'not\\377utf8')"
      mkfifo pipe
      : > empty
      truncate -s 32M sparse
      printf 'end' >> sparse
      printf secret > sealed/inner
      chmod 4755 a/b/paper.txt
      chmod 1777 'with space'
      setfattr -n user.comment -v 'a note' a/b/paper.txt
      setfattr -n user.on.directory -v 'another' sealed
      setfacl -m u:1234:r a/big
      touch -h -d '2024-02-29T12:00:00.123456789Z' link
      touch -d '2023-01-02T03:04:05.678901234Z' a/big
      chmod 0500 sealed
      touch -d '2022-01-02T03:04:05Z' a/b sealed .
      """;

  /** All that is to be the same, one entry a line. */
  private static final String FACTS =
      """
      LC_ALL=C
      export LC_ALL
      find . -not -name . -printf '%P|%y|%m|%U|%G|%n|%l|%T+|' \\( -type f -printf '%s|' -o -true \\) -printf '\\n' | sort
      find . -type f -print0 | sort -z | xargs -0 sha256sum
      getfattr --recursive --no-dereference --dump --match=- . | grep -v '^#'
      """;

  private Path folder;
  private Path tree;
  private AgentBench bench;

  @BeforeEach
  void newTree(@TempDir Path temporary) throws Exception {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    byte[] big = new byte[8 << 20];
    new Random(20_260_301).nextBytes(big);
    Files.createDirectories(tree.resolve("a"));
    Files.write(tree.resolve("a/big"), big);
    shell(tree, TREE);
    if (Machine.isRoot()) {
      shell(tree, "chown 1000:1001 a/big; chown -h 1000 dangling; mknod device c 1 7");
    }
  }

  @Test
  void aTreeComesBackWithAllThatBelongsToIt() throws Exception {
    AgentBench.Outcome copied = copied();
    Path target = Files.createDirectory(folder.resolve("target"));

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, "back"), false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target(STORED_AS).path("rung").asText()).isEqualTo("V2");
    assertThat(shell(target.resolve("back"), FACTS)).isEqualTo(shell(tree, FACTS));
    assertThat(shell(target.resolve("back"), "stat -c %b sparse").strip())
        .matches(blocks -> Long.parseLong(blocks) < 100);
    assertThat(shell(target, "stat -c '%a %y' back")).isEqualTo(shell(tree, "stat -c '%a %y' ."));
  }

  @Test
  void aTreeIsProvenWithoutBeingWritten() throws Exception {
    AgentBench.Outcome copied = copied();
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
    AgentBench.Outcome copied = copied();

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
    AgentBench.Outcome copied = copied();
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
    AgentBench.Outcome copied = copied();
    Path target = Files.createDirectories(folder.resolve("target"));
    Files.createDirectories(target.resolve("a"));
    Files.writeString(target.resolve("a/big"), "mine");
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Files.createSymbolicLink(target.resolve("a/b"), elsewhere);
    Files.createSymbolicLink(target.resolve("hard"), elsewhere.resolve("victim"));

    AgentBench.Outcome restored = bench.run(order(copied, directory(target, ""), true));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(shell(target, FACTS)).isEqualTo(shell(tree, FACTS));
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void aLinkOnTheWayLeadsNowhere() throws Exception {
    AgentBench.Outcome copied = copied();
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
    AgentBench.Outcome copied = copied();
    Path target = Files.createDirectories(folder.resolve("target"));
    Path order = order(copied, directory(target, "back"), false);
    assertThat(bench.run(order).exitCode()).isZero();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(shell(target.resolve("back"), FACTS)).isEqualTo(shell(tree, FACTS));
  }

  @Test
  void anotherAttemptGoesOnWhereAKilledOneStopped() throws Exception {
    byte[] late = new byte[48 << 20];
    new Random(7).nextBytes(late);
    Files.createDirectories(tree.resolve("z/late"));
    Files.write(tree.resolve("z/late/file"), late);
    AgentBench.Outcome copied = copied();
    Path target = Files.createDirectories(folder.resolve("target"));
    Path order = order(copied, directory(target, "back"), false);
    AgentChild child = AgentChild.start(bench, folder, order);
    Awaitility.await("the last file begins")
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(5))
        .until(() ->
            !shell(target, "ls -d .salvaguarda*/'with space' 2> /dev/null || true").isEmpty()
                || !child.process().isAlive());
    assertThat(target.resolve("back")).doesNotExist();
    child.process().destroyForcibly();
    int _ = child.process().waitFor();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(shell(target.resolve("back"), "find . -name '.salvaguarda*'")).isEmpty();
    assertThat(shell(target.resolve("back"), FACTS)).isEqualTo(shell(tree, FACTS));
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
    AgentBench.Outcome copied = copied();
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
        bench.snapshotOf(
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
    assertThat(shell(folder.resolve("target"), "find . -type f | sort"))
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
    AgentBench.Outcome copied = copied();
    Path target = Files.createDirectories(folder.resolve("target"));

    AgentBench.Outcome restored =
        bench.run(
            order(
                copied,
                new RestoreInto.Directory(
                    target.toString(), "", List.of("a"), List.of("big"), null, null),
                false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(shell(target, "find . -type f | sort")).isEqualTo("./a/b/paper.txt\n");
  }

  @Test
  void whatIsIncludedAndIsNotInTheCopyIsNamed() throws Exception {
    AgentBench.Outcome copied = copied();
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
        bench.snapshotOf(
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
    assertThat(shell(target, FACTS))
        .isEqualTo(shell(Path.of(byRestic.toString(), tree.toString()), FACTS));
  }

  private static CheckOrder digest(String name, String path, String sha256) {
    return new CheckOrder(name, null, new CheckOrder.FileDigest(STORED_AS, path, sha256));
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

  private AgentBench.Outcome copied() throws IOException {
    FilesOrder files = FilesOrder.everything(tree.toString(), STORED_AS);
    AgentBench.Outcome copied =
        bench.run(
            bench.order(new SourceOrder("files.example.org", null, null, files), Guards.none()));
    assertThat(copied.exitCode()).as(copied.output()).isZero();
    return copied;
  }

  private static String shell(Path folder, String script) throws Exception {
    Process process =
        new ProcessBuilder("sh", "-c", script)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
