package dev.salvaguarda.agent;

import static dev.salvaguarda.agent.MaintenanceAgentIT.keepLast;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.agent.MaintenanceAgentIT.Release;
import dev.salvaguarda.domain.workorder.PackRotation;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An agent that looks after a repository of which a pack is known to be damaged. The first snapshot
 * has files that stay and files that go; a file that stays is damaged.
 */
class DamagedPackAgentIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final ReadOrder ALL = new ReadOrder(new PackRotation(1, 1), List.of());

  private Path folder;
  private Path tree;
  private AgentBench bench;
  private BlobHandle hit = blob(new byte[0]);
  private String damaged = "";
  private Map<String, String> first = Map.of();

  @BeforeEach
  void damageAPack(@TempDir Path temporary) throws Exception {
    folder = temporary;
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    write("stays", 20);
    write("goes", 10);
    backUp();
    first = content(tree);
    hit = blob(Files.readAllBytes(tree.resolve("stays-7")));
    damaged = bench.bucket().damage(hit);
    bench.knowDamaged(damaged);
  }

  @Test
  void whatWasStoredAnewSurvivesMaintenanceAndTheDamagedPackIsOut() throws Exception {
    storeAnew();

    AgentBench.Outcome outcome = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.result().hasNonNull("bytesFreed")).isTrue();
    assertThat(bench.bucket().packs()).doesNotContainKey(damaged);
    requireWhole();
    AgentBench.Outcome next = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));
    assertThat(next.exitCode()).as(next.output()).isZero();
    requireWhole();
  }

  @Test
  void aResticThatCannotRepairTakesOutNothing() throws Exception {
    storeAnew();
    Set<String> before = bench.bucket().packs().keySet();

    AgentBench.Outcome outcome =
        bench.run(bench.maintenance(Release.OLD.path(), PATIENCE, keepLast()));

    assertThat(outcome.reason()).as(outcome.output()).isEqualTo("PRUNE_FAILED");
    assertThat(outcome.result().path("failure").path("message").asText())
        .contains("repair the pack " + damaged.substring(0, 8));
    assertThat(bench.bucket().packs().keySet()).isEqualTo(before);
    assertThat(bench.snapshots()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsTakenOutUntilNoSnapshotNeedsWhatCanBeReadNowhere(Release release) throws Exception {
    Files.delete(tree.resolve("stays-7"));
    storeAnew();
    Set<String> before = bench.bucket().packs().keySet();

    for (int pass = 1; pass <= 2; pass++) {
      AgentBench.Outcome outcome =
          bench.run(bench.maintenance(release.path(), PATIENCE, keepLast()));

      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
      assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
      assertThat(outcome.result().path("failure").path("message").asText())
          .contains("Nothing is taken out")
          .contains(damaged.substring(0, 8));
      JsonNode damage = outcome.result().path("damage");
      assertThat(damage.path("packs").path(0).path("id").asText()).isEqualTo(damaged);
      assertThat(damage.path("snapshotCount").asInt()).isEqualTo(1);
      assertThat(bench.bucket().packs().keySet()).isEqualTo(before);
      assertThat(bench.snapshots()).hasSize(2);
    }

    bench.repository().forget(bench.snapshots().getFirst());
    AgentBench.Outcome next = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));
    assertThat(next.exitCode()).as(next.output()).isZero();
    assertThat(bench.bucket().packs()).doesNotContainKey(damaged);
    bench.restic("check", "--read-data");
  }

  @Test
  void aDoubleThatIsDamagedAsWellIsFoundBeforeAnythingIsTakenOut() throws Exception {
    storeAnew();
    String second = bench.bucket().damage(hit, damaged);
    Set<String> before = bench.bucket().packs().keySet();

    AgentBench.Outcome outcome = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.result().path("damage").path("packs").findValuesAsText("id"))
        .containsExactlyInAnyOrder(damaged, second);
    assertThat(outcome.result().path("damage").path("snapshotCount").asInt()).isEqualTo(2);
    assertThat(bench.bucket().packs().keySet()).isEqualTo(before);
  }

  @Test
  void nothingIsTakenOutWhileMoreIsDamagedThanIsKnownByName() throws Exception {
    storeAnew();
    Path order = bench.maintenance(Release.NEW.path(), PATIENCE, keepLast());

    AgentBench.Outcome outcome =
        bench.run(bench.changed(order, "\"moreDamaged\":false", "\"moreDamaged\":true"));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.result().path("findings").path(0).asText()).contains("room to name");
    assertThat(bench.snapshots()).hasSize(2);
    requireWhole();
  }

  /** By stock restic, each byte and both snapshots. */
  private void requireWhole() throws Exception {
    bench.restic("check", "--read-data");
    assertThat(restored(bench.snapshots().getFirst().id().toString())).isEqualTo(first);
    assertThat(restored("latest")).isEqualTo(content(tree));
    assertThat(bench.run(bench.reading(ALL)).exitCode()).isZero();
  }

  private void storeAnew() throws IOException {
    for (int i = 0; i < 10; i++) {
      Files.delete(tree.resolve("goes-" + i));
    }
    write("comes", 10);
    backUp();
  }

  private void backUp() throws IOException {
    AgentBench.Outcome outcome = bench.run(bench.order(tree));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
  }

  /** What a file was stored as; small ones are not cut. */
  private static BlobHandle blob(byte[] content) {
    return new BlobHandle(BlobType.DATA, BlobId.ofContent(content, 0, content.length));
  }

  private void write(String name, int files) throws IOException {
    Random random = new Random(name.hashCode());
    for (int i = 0; i < files; i++) {
      byte[] content = new byte[20_000];
      random.nextBytes(content);
      Files.write(tree.resolve(name + "-" + i), content);
    }
  }

  private Map<String, String> restored(String snapshot) throws Exception {
    Path target = Files.createTempDirectory(folder, "restored-");
    bench.restic("restore", snapshot, "--target", target.toString());
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
