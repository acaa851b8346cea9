package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.workorder.PackRotation;
import dev.salvaguarda.domain.workorder.ReadOrder;
import dev.salvaguarda.repository.lock.LockMode;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.snapshot.Snapshot;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An agent that reads what is stored in a real MinIO; stock restic says whether it is right. */
class IntegrityAgentIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final ReadOrder ALL = new ReadOrder(new PackRotation(1, 1), List.of());

  private Path tree;
  private AgentBench bench;

  @BeforeEach
  void fill(@TempDir Path temporary) throws Exception {
    tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    backUp(1);
    backUp(2);
  }

  @Test
  void readingsOneAfterTheOtherReadEveryByteOnce() throws Exception {
    for (int more = 3; more < 7; more++) {
      backUp(more);
    }
    int packs = 0;
    long bytes = 0;
    for (int number = 1; number <= 4; number++) {
      AgentBench.Outcome outcome =
          bench.run(bench.reading(new ReadOrder(new PackRotation(number, 4), List.of())));

      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
      packs += outcome.result().path("reading").path("packs").asInt();
      bytes += outcome.result().path("reading").path("bytes").asLong();
    }
    assertThat(packs).isEqualTo(bench.bucket().packs().size());
    assertThat(bytes).isEqualTo(bench.repository().packBytes());
  }

  @Test
  void aByteThatChangedIsNamedDownToThePackTheRunAndTheTarget() throws Exception {
    Snapshot second = bench.snapshots().getLast();
    String pack = bench.bucket().damage(new BlobHandle(BlobType.TREE, second.tree()));

    AgentBench.Outcome outcome = bench.run(bench.reading(ALL));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
    JsonNode damage = outcome.result().path("damage");
    assertThat(damage.path("packCount").asInt()).isEqualTo(1);
    assertThat(texts(damage.path("packs"), "id")).containsExactly(pack);
    assertThat(texts(damage.path("snapshots"), "id")).containsExactly(second.id().toString());
    JsonNode snapshot = damage.path("snapshots").path(0);
    assertThat(snapshot.path("namespace").asText()).isEqualTo("payroll");
    assertThat(snapshot.path("policy").asText()).isEqualTo("nightly");
    assertThat(snapshot.path("run").asText()).isEqualTo("nightly-2");
    assertThat(snapshot.path("runUid").asText()).isEqualTo("uid-2");
    assertThat(snapshot.path("target").asText()).isEqualTo("/documents");
    assertThat(snapshot.path("packs").path(0).asText()).isEqualTo(pack.substring(0, 8));
    resticFinds(pack);
  }

  @Test
  void whatIsKnownToBeDamagedIsStoredAnewWhileItIsStillAtItsSource() throws Exception {
    Set<String> before = bench.bucket().packs().keySet();
    backUp(3);
    Map<String, Long> made = bench.bucket().packs();
    made.keySet().removeAll(before);
    String pack = Collections.max(made.entrySet(), Map.Entry.comparingByValue()).getKey();
    bench.bucket().damagePack(pack);
    var _ = bench.copy(tree);
    assertThat(lacking()).as("a run that does not know believes what the index says").isEqualTo(2);

    bench.knowDamaged(pack);
    var _ = bench.copy(tree);

    AgentBench.Outcome outcome = bench.run(bench.reading(ALL));
    assertThat(outcome.result().path("damage").path("packCount").asInt()).isEqualTo(1);
    assertThat(outcome.result().path("damage").path("snapshotCount").asInt()).isZero();
  }

  @Test
  void aDirectoryThatARunItselfFindsDamagedIsStoredAnewAndTold() throws Exception {
    Path below = Files.createDirectory(tree.resolve("below"));
    Files.writeString(below.resolve("file"), "content");
    var _ = bench.copy(tree);
    BlobId root = bench.repository().snapshots().getLast().tree();
    String pack = bench.bucket().damage(directory(root, "documents/below"));
    Files.writeString(tree.resolve("new"), "more");

    AgentBench.Outcome outcome = bench.run(bench.order(tree));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.reasonOf("/documents")).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(outcome.output()).contains(pack.substring(0, 8));
    assertThat(lacking()).isZero();
    var _ = bench.copy(tree);
  }

  private BlobHandle directory(BlobId root, String path) {
    return bench
        .repository()
        .ask(repository -> {
          try (RepositoryReader reader = repository.reader(repository.loadIndex())) {
            return reader.find(root, path).orElseThrow().body()
                    instanceof NodeBody.Directory(BlobId subtree)
                ? new BlobHandle(BlobType.TREE, subtree)
                : new BlobHandle(BlobType.TREE, root);
          }
        });
  }

  private int lacking() throws IOException {
    return bench.run(bench.reading(ALL)).result().path("damage").path("snapshotCount").asInt();
  }

  @Test
  void aPackThatIsGoneIsNamedWhoseverTurnItIs() throws Exception {
    String lost = largest();
    String _ = bench.bucket().loseLargestPack();
    PackRotation others = new PackRotation(new PackRotation(1, 2).reads(lost) ? 2 : 1, 2);

    AgentBench.Outcome outcome = bench.run(bench.reading(new ReadOrder(others, List.of(lost))));

    assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
    JsonNode damage = outcome.result().path("damage");
    assertThat(texts(damage.path("packs"), "id")).containsExactly(lost);
    assertThat(texts(damage.path("snapshots"), "id")).isNotEmpty();
    resticFinds(lost);
  }

  @Test
  void whatWasFoundDamagedIsReadOutOfTurn() throws Exception {
    String pack =
        bench.bucket().damage(new BlobHandle(BlobType.TREE, bench.snapshots().getLast().tree()));
    PackRotation others = new PackRotation(new PackRotation(1, 2).reads(pack) ? 2 : 1, 2);

    JsonNode known =
        bench.run(bench.reading(new ReadOrder(others, List.of(pack)))).result().path("damage");

    assertThat(texts(known.path("packs"), "id")).containsExactly(pack);
  }

  @Test
  void aBackupNeedNotWaitForAReading() throws Exception {
    try (AutoCloseable _ = bench.repository().lockOf("other.example.org", LockMode.SHARED)) {
      assertThat(bench.run(bench.reading(ALL)).exitCode()).isZero();
    }
    try (AutoCloseable _ = bench.repository().lockOf("other.example.org", LockMode.EXCLUSIVE)) {
      assertThat(bench.run(bench.reading(ALL)).reason()).isEqualTo("REPOSITORY_LOCKED");
    }
  }

  private void resticFinds(String pack) {
    assertThatThrownBy(() -> bench.restic("check", "--read-data"))
        .hasMessageContaining(pack.substring(0, 8));
  }

  private String largest() {
    return bench.bucket().packs().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  private static List<String> texts(JsonNode list, String field) {
    return new ArrayList<>(
        StreamSupport.stream(list.spliterator(), false)
            .map(one -> one.path(field).asText())
            .toList());
  }

  private void backUp(int seed) throws IOException {
    Random random = new Random(seed);
    for (int i = 0; i < 12; i++) {
      byte[] content = new byte[1 + random.nextInt(300_000)];
      random.nextBytes(content);
      Files.write(tree.resolve("file-" + i), content);
    }
    var _ = bench.copy(tree);
  }
}
