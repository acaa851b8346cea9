package dev.salvaguarda.agent;

import static dev.salvaguarda.agent.MaintenanceAgentIT.keepLast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.MaintenanceAgentIT.Release;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.MinioServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An agent that looks after a repository in a real MinIO that is damaged, with real restics. */
class DamagedRepositoryAgentIT {
  @RegisterExtension static final Running<MinioServer> S3 = Running.from(MinioServer::start);

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private Path folder;
  private AgentBench bench;

  @BeforeEach
  void fill(@TempDir Path temporary) throws Exception {
    folder = temporary;
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    bench = new AgentBench(S3.get(), temporary);
    for (int copy = 1; copy <= 2; copy++) {
      MaintenanceAgentIT.change(tree, copy, 40 / copy);
      AgentBench.Outcome outcome = bench.run(bench.order(tree));
      assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }
  }

  @Test
  void retentionTakesOutNothingOfARepositoryThatLacksSomething() throws Exception {
    String _ = bench.bucket().loseLargestPack();

    AgentBench.Outcome outcome =
        bench.run(bench.maintenance(Release.NEW.path(), PATIENCE, keepLast()));

    assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(bench.snapshots()).hasSize(2);
  }

  /** What happens to repositories, other than that a pack is gone. */
  enum Damage {
    INDEX_LOST,
    INDEX_CHANGED,
    RECORD_CHANGED;

    void to(AgentBench bench) throws Exception {
      switch (this) {
        case INDEX_LOST -> bench.bucket().loseLargestIndex();
        case INDEX_CHANGED -> bench.bucket().damageLargestIndex();
        case RECORD_CHANGED -> bench.bucket().damageRecord(bench.snapshots().getLast());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsDamagedIsToldAsDamageAndNoSnapshotGoes(Damage damage) throws Exception {
    damage.to(bench);
    long before = bench.repository().packBytes();

    for (int pass = 1; pass <= 2; pass++) {
      AgentBench.Outcome outcome =
          bench.run(bench.maintenance(Release.NEW.path(), PATIENCE, keepLast()));

      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
      assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
      assertThat(outcome.result().path("findings").size()).isPositive();
      assertThat(bench.bucket().recordNames()).hasSize(2);
      assertThat(bench.repository().packBytes()).isEqualTo(before);
    }
  }

  @Test
  void whatResticRefusesToPruneIsLookedAtAndToldAsDamage() throws Exception {
    bench.repository().forget(bench.snapshots().getFirst());
    bench.bucket().loseLargestIndex();
    long before = bench.repository().packBytes();

    AgentBench.Outcome outcome = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.output()).contains("Stock restic could not prune");
    assertThat(outcome.result().path("check").path("damaged").asInt()).isEqualTo(1);
    assertThat(bench.repository().packBytes()).isEqualTo(before);
  }

  @Test
  void aPruneThatFailsWithoutDamageFailsThePass() throws Exception {
    Path broken =
        Files.writeString(
            folder.resolve("restic"),
            """
            #!/bin/sh
            [ "$1" = version ] && echo "restic 0.18.1" && exit 0
            echo "Fatal: nothing works today" >&2
            exit 1
            """);
    assertThat(broken.toFile().setExecutable(true)).isTrue();

    AgentBench.Outcome outcome = bench.run(bench.maintenance(broken, PATIENCE));

    assertThat(outcome.reason()).as(outcome.output()).isEqualTo("PRUNE_FAILED");
    assertThat(outcome.result().path("outcome").asText()).isEqualTo("FAILED");
  }

  @Test
  void nothingIsTakenOutOfARepositoryThatLacksSomething() throws Exception {
    bench.repository().forget(bench.snapshots().getFirst());
    String _ = bench.bucket().loseLargestPack();
    long before = bench.repository().packBytes();

    AgentBench.Outcome outcome = bench.run(bench.maintenance(Release.NEW.path(), PATIENCE));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(3);
    assertThat(outcome.reason()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(outcome.result().path("check").path("damaged").asInt()).isEqualTo(1);
    assertThat(outcome.result().path("findings").size()).isPositive();
    assertThat(bench.repository().packBytes()).isEqualTo(before);
  }
}
