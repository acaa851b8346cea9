package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs of one group, one after the other; the test plays the node. */
class QueuedRunIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private RunWorld world;

  @BeforeEach
  void startWorld() {
    world = new RunWorld(PLANE.get());
  }

  @AfterEach
  void stopWorld() {
    world.close();
  }

  @Test
  void queuesVisiblyAndStartsInOrderWhenTheOtherEnds() {
    world.policy("payroll");
    world.policy("archive");
    BackupRun first = world.run("one", "payroll");
    Pod pod = world.node.start(first, 1);
    world.awaitPhase(first, RunPhase.RUNNING);
    BackupRun later = world.run("later", "archive", dueAt("2026-03-01T23:00:00Z"));
    world.awaitPhase(later, RunPhase.QUEUED);
    BackupRun sooner = world.run("sooner", "archive", dueAt("2026-03-01T22:00:00Z"));

    BackupRunStatus queued = world.awaitPhase(sooner, RunPhase.QUEUED);
    assertThat(queued.queue()).isEqualTo(new BackupRunStatus.QueueStatus(1, "one"));
    world.succeed(first, pod);

    world.awaitPhase(first, RunPhase.SUCCEEDED);
    Pod next = world.node.start(sooner, 1);
    assertThat(world.statusOf(later).phase()).isEqualTo(RunPhase.QUEUED);
    world.succeed(sooner, next);
    world.node.start(later, 1);
    world.awaitPhase(later, RunPhase.RUNNING);
  }

  private static String dueAt(String time) {
    return "trigger: {type: Schedule, schedule: daily, scheduledFor: \"%s\"}\n".formatted(time);
  }

  @Test
  void neverStartsTwoOfAGroupThatAppearAtOnce() {
    world.policy("payroll");
    List<BackupRun> runs =
        IntStream.range(0, 6).mapToObj(i -> world.run("burst-" + i, "payroll")).toList();

    for (BackupRun run : runs) {
      await().atMost(PATIENCE).until(() -> world.statusOf(run).phase() != null);
    }
    await().atMost(PATIENCE).until(() -> !world.jobs().isEmpty());
    await()
        .during(Duration.ofSeconds(8))
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          assertThat(world.jobs()).hasSize(1);
          assertThat(
                  runs.stream()
                      .map(world::statusOf)
                      .filter(s -> s.phase() != null && s.phase().isActive()))
              .hasSizeLessThanOrEqualTo(1);
        });
  }

  @Test
  void cancelsAPersonsRunThatWaitsAndKeepsItWhenItsPolicyIsDeleted() {
    world.policy("payroll");
    world.policy("archive");
    BackupRun first = world.run("ahead", "payroll");
    world.node.start(first, 1);
    world.awaitPhase(first, RunPhase.RUNNING);
    BackupRun second = world.run("orphan", "archive");
    world.awaitPhase(second, RunPhase.QUEUED);

    world.deletePolicy("archive");

    world.awaitPhase(second, RunPhase.CANCELLED);
    assertThat(world.events(second)).contains("RunCancelled");
    // Nothing of it is left to be done: it was looked at after its end, and is still there.
    world.pass(Duration.ofHours(1));
    await().atMost(PATIENCE).until(() -> world.statusOf(second).settled() != null);
    assertThat(world.statusOf(first).phase()).isEqualTo(RunPhase.RUNNING);
  }
}
