package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.retention.CalendarSpan;
import dev.salvaguarda.domain.retention.Floors;
import dev.salvaguarda.domain.retention.RemovalLimit;
import dev.salvaguarda.domain.retention.RetentionRules;
import dev.salvaguarda.domain.retention.RetentionTerms;
import dev.salvaguarda.domain.workorder.RetentionOrder;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.process.Signals;
import dev.salvaguarda.testkit.s3.MinioServer;
import dev.salvaguarda.testkit.seed.SeededTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that looks after a repository in a real MinIO, with real restics. */
class MaintenanceAgentIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final int FILES = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Releases of stock restic. */
  enum Release {
    /** The distribution's. */
    OLD,
    /** Today's. */
    NEW;

    Path path() {
      return switch (this) {
        case OLD -> RequiredTool.restic().path();
        case NEW -> RequiredTool.newerRestic().path();
      };
    }

    static Release of(long seed) {
      return seed % 2 == 0 ? OLD : NEW;
    }
  }

  private Path folder;
  private Path tree;
  private AgentBench bench;

  @BeforeEach
  void fill(@TempDir Path temporary) throws Exception {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    change(1, FILES);
    backUp();
    change(2, FILES / 2);
    backUp();
  }

  @ParameterizedTest
  @EnumSource
  void takesOutWhatNoSnapshotNeedsAndLooksWhetherTheRestIsThere(Release restic) throws Exception {
    long before = bench.repository().packBytes();
    bench.repository().forget(bench.snapshots().getFirst());

    AgentBench.Outcome outcome = bench.run(bench.maintenance(restic.path(), PATIENCE));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    JsonNode result = outcome.result();
    assertThat(result.path("resticVersion").asText()).matches("0\\.\\d+\\.\\d+");
    assertThat(result.path("bytesFreed").asLong())
        .isPositive()
        .isEqualTo(before - bench.repository().packBytes());
    assertThat(result.path("check").path("snapshots").asInt()).isEqualTo(1);
    assertThat(result.path("check").path("damaged").asInt(-1)).isZero();
    JsonNode usage = result.path("usage").path(0);
    assertThat(usage.path("namespace").asText()).isEqualTo("payroll");
    assertThat(usage.path("policy").asText()).isEqualTo("nightly");
    assertThat(usage.path("bytesExclusive").asLong())
        .isEqualTo(usage.path("bytesReferenced").asLong())
        .isPositive();
    requireSound();
    assertThat(restored("latest")).isEqualTo(content(tree));
  }

  /** Programs that ask for a password take one line, and those that read a file take it all. */
  @ParameterizedTest
  @EnumSource
  void aPasswordOfTwoLinesOpensTheRepositoryForResticAsForUs(Release restic) throws Exception {
    Path password = Files.writeString(folder.resolve("two-lines"), "one line\nand another\n");
    bench.restic("key", "add", "--new-password-file", password.toString());
    Path order =
        bench.changed(
            bench.maintenance(restic.path(), PATIENCE), "repository-password", "two-lines");

    AgentBench.Outcome outcome = bench.run(order);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  @Test
  void takesOutTheSnapshotsThatRetentionDoesNotKeepAndWhatOnlyTheyNeeded() throws Exception {
    long before = bench.repository().packBytes();
    String newest = bench.snapshots().getLast().id().toString();

    AgentBench.Outcome outcome =
        bench.run(bench.maintenance(Release.NEW.path(), PATIENCE, keepLast()));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    JsonNode retained = outcome.result().path("retention").path(0);
    assertThat(retained.path("removed").asInt()).isEqualTo(1);
    assertThat(retained.path("left").asInt()).isEqualTo(1);
    assertThat(outcome.result().path("bytesFreed").asLong()).isPositive();
    assertThat(bench.repository().packBytes()).isLessThan(before);
    assertThat(bench.snapshots())
        .singleElement()
        .satisfies(kept -> assertThat(kept.id().toString()).isEqualTo(newest));
    requireSound();
    assertThat(restored("latest")).isEqualTo(content(tree));
  }

  static RetentionOrder keepLast() {
    return new RetentionOrder(
        "payroll",
        "nightly",
        Instant.now(),
        new RetentionTerms(
            new RetentionRules(1, 0, 0, 0, 0, 0, CalendarSpan.NONE),
            ZoneOffset.UTC,
            Floors.NONE,
            RemovalLimit.FIRST),
        null);
  }

  @Test
  void noSecretStandsInAProcessListOrInTheLog() throws Exception {
    try (AutoCloseable _ = bench.repository().lockOf("laptop.example.org", LockMode.SHARED)) {
      CompletableFuture<AgentBench.Outcome> running =
          bench.startRun(bench.maintenance(Release.NEW.path(), Duration.ZERO));
      AgentBench.Outcome outcome = running.get();
      assertThat(outcome.output())
          .doesNotContain(AgentBench.REPOSITORY_PASSWORD)
          .doesNotContain(S3.get().secretKey());
    }
    CompletableFuture<AgentBench.Outcome> running =
        bench.startRun(bench.maintenance(Release.NEW.path(), PATIENCE));
    List<String> seen = new ArrayList<>();
    while (!running.isDone()) {
      ProcessHandle.current()
          .descendants()
          .flatMap(process -> process.info().commandLine().stream())
          .filter(line -> line.contains("restic"))
          .forEach(seen::add);
    }
    assertThat(seen)
        .anyMatch(line -> line.contains("prune"))
        .noneMatch(line -> line.contains(AgentBench.REPOSITORY_PASSWORD))
        .noneMatch(line -> line.contains(S3.get().secretKey()));
  }

  @ParameterizedTest
  @EnumSource
  void anotherMachinesLockIsRespectedAndToldWithItsHostAndAge(LockMode mode) throws Exception {
    bench.repository().forget(bench.snapshots().getFirst());
    long before = bench.repository().packBytes();
    AgentBench.Outcome outcome;
    try (AutoCloseable _ = bench.repository().lockOf("laptop.example.org", mode)) {
      outcome = bench.run(bench.maintenance(Release.OLD.path(), Duration.ZERO));
      assertThat(bench.restic("list", "locks", "--no-lock")).isNotEmpty();
    }

    assertThat(outcome.reason()).isEqualTo("REPOSITORY_LOCKED");
    assertThat(outcome.exitCode()).isEqualTo(1);
    JsonNode lock = outcome.result().path("locks").path(0);
    assertThat(lock.path("hostname").asText()).isEqualTo("laptop.example.org");
    assertThat(lock.path("exclusive").asBoolean()).isEqualTo(mode == LockMode.EXCLUSIVE);
    assertThat(lock.path("renewedAt").asText()).isNotEmpty();
    assertThat(outcome.result().path("failure").path("message").asText())
        .contains("somebody@laptop.example.org");
    assertThat(bench.repository().packBytes()).isEqualTo(before);
  }

  @Test
  void aProgramThatIsMissingIsNamed() throws Exception {
    AgentBench.Outcome outcome =
        bench.run(bench.maintenance(folder.resolve("no-restic"), PATIENCE));

    assertThat(outcome.exitCode()).isEqualTo(4);
    assertThat(outcome.reason()).isEqualTo("MAINTENANCE_TOOL_MISSING");
  }

  @SeededTest(fixed = 6)
  void killedAtAnyMomentItLeavesWhatRestoresAndTheNextOneGoesOn(long seed) throws Exception {
    long moment = killedWhileUnderWay(Release.of(seed).path(), new Random(seed));

    bench.restic("unlock", "--remove-all");
    requireSound();
    assertThat(restored("latest")).as("killed after %d ms", moment).isEqualTo(content(tree));
    AgentBench.Outcome next =
        bench.run(bench.maintenance(Release.of(seed).path(), PATIENCE, keepLast()));
    assertThat(next.exitCode()).as(next.output()).isZero();
    requireSound();
    assertThat(bench.snapshots()).hasSize(1);
    assertThat(restored("latest")).isEqualTo(content(tree));
  }

  /** How many milliseconds after its lock was seen; one that is faster is followed by another. */
  private long killedWhileUnderWay(Path restic, Random random) throws Exception {
    for (int trial = 0; ; trial++) {
      // Each pass decides as of its own time: else old copies add up, beyond what one may remove.
      Path order = bench.maintenance(restic, PATIENCE, keepLast());
      AgentChild agent = AgentChild.start(bench, folder, order);
      Awaitility.await("the pass is under way")
          .atMost(PATIENCE)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> bench.repository().locks() > 0 || !agent.process().isAlive());
      long moment = random.nextLong(4_000) >> trial;
      boolean over = agent.process().waitFor(moment, TimeUnit.MILLISECONDS);
      if (!over) {
        killAll(agent.process());
        return moment;
      }
      assertThat(trial).as("passes that were over too soon: %s", agent.output()).isLessThan(8);
      change(3 + trial, FILES / 2);
      backUp();
    }
  }

  @SeededTest(fixed = 3)
  void twoAtOnceAndABackupDoNoHarm(long seed) throws Exception {
    Random random = new Random(seed);
    bench.repository().forget(bench.snapshots().getFirst());
    Path first = bench.maintenance(Release.OLD.path(), PATIENCE);
    Path second = bench.maintenance(Release.NEW.path(), PATIENCE);
    Path backup = order();
    CompletableFuture<AgentBench.Outcome> one = inOwnProcess(first, "one");
    CompletableFuture<AgentBench.Outcome> other = inOwnProcess(second, "other");
    TimeUnit.MILLISECONDS.sleep(random.nextLong(3_000));
    AgentBench.Outcome copied = inOwnProcess(backup, "backup").get();

    assertThat(one.get().exitCode()).as(one.get().output()).isZero();
    assertThat(other.get().exitCode()).as(other.get().output()).isZero();
    // A backup does not wait for a lock; its run tries again.
    assertThat(copied.reason()).as(copied.output()).isIn("", "REPOSITORY_LOCKED");
    AgentBench.Outcome again = bench.run(order());
    assertThat(again.exitCode()).as(again.output()).isZero();
    requireSound();
    assertThat(restored("latest")).isEqualTo(content(tree));
  }

  @Test
  void aBackupByStockResticDuringAPruneDoesNoHarm() throws Exception {
    bench.repository().forget(bench.snapshots().getFirst());
    CompletableFuture<AgentBench.Outcome> maintenance =
        inOwnProcess(bench.maintenance(Release.NEW.path(), PATIENCE), "maintenance");
    int copies = 0;
    while (!maintenance.isDone() || copies == 0) {
      try {
        bench.restic("backup", tree.toString());
        copies++;
        // Backups without a pause between them would keep maintenance waiting for ever.
        Awaitility.await()
            .atMost(PATIENCE)
            .until(() ->
                maintenance.isDone() || bench.restic("list", "locks", "--no-lock").length > 0);
      } catch (AssertionError locked) {
        assertThat(locked).hasMessageContaining("locked");
      }
    }

    assertThat(maintenance.get().exitCode()).as(maintenance.get().output()).isZero();
    requireSound();
    assertThat(bench.snapshots()).hasSize(1 + copies);
  }

  private CompletableFuture<AgentBench.Outcome> inOwnProcess(Path order, String name)
      throws IOException {
    Path place = Files.createDirectory(folder.resolve(name));
    AgentChild child = AgentChild.start(bench, place, order);
    return CompletableFuture.supplyAsync(() -> {
      try {
        return child.outcome();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** As when a pod's node loses its power: nobody gets to say goodbye. */
  private static void killAll(Process agent) throws InterruptedException {
    Signals.send("STOP", Long.toString(agent.pid()));
    List<ProcessHandle> family = agent.descendants().toList();
    family.forEach(ProcessHandle::destroyForcibly);
    agent.destroyForcibly().waitFor();
    family.forEach(child -> child.onExit().join());
  }

  private void requireSound() throws Exception {
    bench.restic("check", "--read-data");
  }

  private void backUp() throws IOException {
    AgentBench.Outcome outcome = bench.run(order());
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  private Path order() throws IOException {
    return bench.order(tree);
  }

  private void change(long seed, int files) throws IOException {
    change(tree, seed, files);
  }

  /** Writes other bytes into this many files. */
  static void change(Path tree, long seed, int files) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[1 + random.nextInt(200_000)];
      random.nextBytes(content);
      Files.write(tree.resolve("file-" + i), content);
    }
  }

  private Map<String, String> restored(String snapshot) throws Exception {
    Path target = Files.createTempDirectory(folder, "restored-");
    bench.restic(
        "restore", snapshot, "--tag", "policy=payroll/nightly", "--target", target.toString());
    return content(target);
  }

  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        digests.put(file.getFileName().toString(), AgentBench.sha256(Files.readAllBytes(file)));
      }
    }
    return digests;
  }
}
