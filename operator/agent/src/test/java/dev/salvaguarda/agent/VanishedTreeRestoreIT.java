package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A worker that is killed while it restores a file tree, or just before it could tell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VanishedTreeRestoreIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int DIRECTORIES = 8;

  private static final String FACTS =
      """
      export LC_ALL=C
      find . -printf '%P|%y|%m|%U|%G|%n|%l|%T+\\n' | sort
      find . -type f -print0 | sort -z | xargs -0 sha256sum
      """;

  private Path folder;
  private Path tree;
  private AgentBench bench;
  private AgentBench.Outcome copied;
  private long millis;

  @BeforeAll
  void copy(@TempDir Path temporary) throws Exception {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    Random random = new Random(1);
    for (int i = 0; i < DIRECTORIES; i++) {
      Path directory = Files.createDirectory(tree.resolve("directory-" + i));
      for (int j = 0; j < 20; j++) {
        byte[] content = new byte[random.nextInt(60_000)];
        random.nextBytes(content);
        Files.write(directory.resolve("file-" + j), content);
      }
    }
    Shell.run(
        tree,
        """
        ln directory-3/file-3 directory-7/hard
        ln -s directory-3/file-3 link
        mkfifo pipe
        find . -exec touch -h -d '2023-01-02T03:04:05.678901234Z' {} +
        chmod 0500 directory-5 .
        """);
    copied = bench.copy(tree);
    Path target = Files.createDirectory(folder.resolve("undisturbed"));
    AgentChild child = start(order(target, false));
    awaitBeginning(child, target);
    long start = System.nanoTime();
    assertThat(child.outcome().exitCode()).isZero();
    millis = Math.max(1, Duration.ofNanos(System.nanoTime() - start).toMillis());
  }

  /** Without rights over what it may not write, as most pods are. */
  @SeededTest(fixed = 4)
  void wheneverItIsKilledTheNextAttemptCompletesTheRestore(long seed, @TempDir Path target)
      throws Exception {
    Random random = new Random(seed);
    boolean force = random.nextBoolean();
    Path order = order(target, force);
    AgentChild child = start(order);
    awaitBeginning(child, target);
    boolean _ = child.process().waitFor(random.nextLong(millis), TimeUnit.MILLISECONDS);
    int _ = child.process().destroyForcibly().waitFor();
    if (Files.exists(target.resolve("back"))) {
      requireAlike(target);
    }

    AgentBench.Outcome next = start(order).outcome();

    assertThat(next.exitCode()).as(next.output()).isZero();
    assertThat(next.target("/documents").path("rung").asText()).isEqualTo("V2");
    requireAlike(target);
    assertThat(Shell.run(target, "find . -name '.salvaguarda*'")).isEmpty();
    Shell.run(target, "chmod -R u+w .");
  }

  @Test
  void aTreeThatIsWholeIsFoundWholeByTheNextAttempt(@TempDir Path target) throws Exception {
    Path order = order(target, false);
    assertThat(start(order).outcome().exitCode()).isZero();

    AgentBench.Outcome next = start(order).outcome();

    assertThat(next.exitCode()).as(next.output()).isZero();
    requireAlike(target);
    Shell.run(target, "chmod -R u+w .");
  }

  private void requireAlike(Path target) throws Exception {
    assertThat(Shell.run(target.resolve("back"), FACTS)).isEqualTo(Shell.run(tree, FACTS));
  }

  private static void awaitBeginning(AgentChild child, Path target) {
    Awaitility.await("the first entry")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> hasEntries(target) || !child.process().isAlive());
  }

  private static boolean hasEntries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isPresent();
    }
  }

  private AgentChild start(Path order) throws IOException {
    List<String> restricted =
        Machine.isRoot()
            ? List.of(
                RequiredTool.onPath("setpriv", "Install the package util-linux.").path().toString(),
                "--bounding-set=-dac_override,-dac_read_search")
            : List.of();
    return AgentChild.start(bench, folder, order, restricted, AgentChild.JVM_FLAGS);
  }

  private Path order(Path target, boolean force) throws IOException {
    return bench.order(
        List.of(copied.wanted("/documents")),
        RestoreInto.of(
            new RestoreInto.Directory(target.toString(), "back", List.of(), List.of(), null, null)),
        force);
  }
}
