package dev.salvaguarda.controller.run;

import static dev.salvaguarda.controller.run.WorkerResults.failed;
import static dev.salvaguarda.controller.run.WorkerResults.result;
import static dev.salvaguarda.controller.run.WorkerResults.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.RunRepositoryStatus;
import dev.salvaguarda.api.run.RunRepositoryStatus.State;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs whose policy names two repositories; the test plays the node. */
class ReplicatedRunIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Failure AWAY =
      new Failure(
          FailureReason.REPOSITORY_UNREACHABLE, "Repository vault: s3.example.org did not answer.");

  private RunWorld world;

  @BeforeEach
  void startWorld() {
    world = new RunWorld(PLANE.get());
    world.repository("vault");
    var _ = world.policy("payroll", "{name: offsite}, {name: vault}");
  }

  @AfterEach
  void stopWorld() {
    world.close();
  }

  @Test
  void succeedsOnceBothRepositoriesShowTheRun() {
    BackupRun run = world.run("both", "payroll");
    Pod pod = world.node.start(run, 1);
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.archive.copy(run.getMetadata().getUid(), "payroll");
    world.node.end(
        pod,
        result(new ReplicaResult("vault", Outcome.SUCCEEDED, 1, 0, 300, null), stored("payroll")));

    BackupRunStatus status = world.awaitPhase(run, RunPhase.SUCCEEDED);

    assertThat(status.repositories())
        .containsExactly(
            new RunRepositoryStatus("offsite", State.COMPLETE, null, null, 40L, null, null),
            new RunRepositoryStatus("vault", State.COMPLETE, 1, 0, 300L, null, null));
  }

  @Test
  void isDegradedWithoutAnotherAttemptWhileOneLagsAndHasItProbed() {
    BackupRun run = world.run("lagging", "payroll");
    Pod pod = world.node.start(run, 1);
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.node.end(pod, result(ReplicaResult.unseen("vault", AWAY), stored("payroll")));

    BackupRunStatus status = world.awaitPhase(run, RunPhase.DEGRADED);

    assertThat(status.attempt()).isEqualTo(1);
    assertThat(status.message()).isEqualTo(AWAY.message());
    assertThat(status.repositories())
        .extracting(RunRepositoryStatus::state)
        .containsExactly(State.COMPLETE, State.INCOMPLETE);
    assertThat(status.targets())
        .singleElement()
        .satisfies(target -> assertThat(target.reason()).isNull());
    assertThat(world.probes.newest(new ResourceID("vault", run.getMetadata().getNamespace())))
        .isPresent();
  }

  @Test
  void whatARunThatFellShortOfItsSourceStoredIsCountedSoonInBothRepositories() {
    BackupRun run = world.run("short", "payroll");
    Pod pod = world.node.start(run, 1);
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.archive.copy(run.getMetadata().getUid(), "payroll");
    world.node.end(
        pod,
        result(
            new ReplicaResult("vault", Outcome.SUCCEEDED, 1, 0, 300, null),
            stored("payroll"),
            failed("mail", new Failure(FailureReason.SOURCE_NOT_FOUND, "There is no mail."))));

    BackupRunStatus _ = world.awaitPhase(run, RunPhase.DEGRADED);

    for (String repository : List.of("offsite", "vault")) {
      assertThat(world.probes.newest(new ResourceID(repository, run.getMetadata().getNamespace())))
          .as(repository)
          .isPresent();
    }
  }

  @Test
  void removesTheLocksOfALostWorkerInBothRepositories() {
    BackupRun run = world.run("lost", "payroll");
    Pod pod = world.node.start(run, 1);
    world.node.end(pod, 137, "OOMKilled", "");

    BackupRunStatus _ = world.awaitPhase(run, RunPhase.FAILED);

    assertThat(world.archive.unlocked()).containsExactlyInAnyOrder(pod.getMetadata().getName());
    assertThat(world.archive.timesUnlocked()).isEqualTo(2);
  }
}
