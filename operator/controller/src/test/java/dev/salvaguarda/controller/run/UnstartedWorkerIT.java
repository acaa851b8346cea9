package dev.salvaguarda.controller.run;

import static dev.salvaguarda.controller.run.WorkerResults.result;
import static dev.salvaguarda.controller.run.WorkerResults.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a run says, and what it gives back, when something is in its way. */
class UnstartedWorkerIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Duration SOON = Duration.ofMinutes(5);
  private static final String NO_SECRET =
      "MountVolume.SetUp failed for volume \"source\" : secret \"reader\" not found";

  @Test
  void aMissingSecretIsNamedWhileItCanBeMendedAndInTheEnd() {
    try (RunWorld world = new RunWorld(PLANE.get())) {
      world.policy("payroll");
      BackupRun run = world.run("no-secret", "payroll");
      Pod pod = world.node.awaitPod(run, 1);
      world.node.complain(pod, "FailedMount", NO_SECRET);

      world.pass(Duration.ofSeconds(30));
      await().atMost(SOON).until(() -> world.statusOf(run).reason() != null);
      assertSays(world.statusOf(run), "does not start yet");
      assertThat(world.statusOf(run).phase()).isEqualTo(RunPhase.STARTING);
      assertThat(world.events(run)).containsOnlyOnce("AttemptNotStarted");

      world.pass(Duration.ofMinutes(10));
      assertSays(world.awaitPhase(run, RunPhase.FAILED), "did not start within");
      assertThat(world.statusOf(run).attempt()).isEqualTo(1);
      assertThat(world.logs.asked).as("it has no log").doesNotContain(pod.getMetadata().getName());
    }
  }

  @Test
  void aMissingSecretKeepsOthersOfTheGroupWaitingForTwoMinutesAndAQuarterOnly() {
    try (RunWorld world = new RunWorld(PLANE.get())) {
      world.policy("payroll");
      BackupRun stuck = world.run("no-secret", "payroll");
      world.node.complain(world.node.awaitPod(stuck, 1), "FailedMount", NO_SECRET);
      world.awaitPhase(stuck, RunPhase.STARTING);
      BackupRun other = world.run("waits", "payroll");
      world.awaitPhase(other, RunPhase.QUEUED);

      world.pass(Duration.ofSeconds(135));

      assertSays(world.awaitPhase(stuck, RunPhase.FAILED), "did not start within 2m15s");
      world.awaitPhase(other, RunPhase.STARTING);
    }
  }

  @Test
  void aSecretThatCameAfterAllEndsNoRunWhoseImageIsBeingPulled() {
    try (RunWorld world = new RunWorld(PLANE.get())) {
      world.policy("payroll");
      BackupRun late = world.run("late-secret", "payroll");
      Pod pod = world.node.awaitPod(late, 1);
      world.node.complain(pod, "FailedMount", NO_SECRET);
      world.node.pull(pod);
      world.awaitPhase(late, RunPhase.STARTING);
      BackupRun other = world.run("waits", "payroll");
      world.awaitPhase(other, RunPhase.QUEUED);

      world.pass(Duration.ofSeconds(135));
      world.pass(Duration.ofMinutes(8));

      assertThat(world.awaitPhase(late, RunPhase.FAILED).message())
          .contains("did not start within 10m, and Kubernetes does not say why.");
    }
  }

  @Test
  void aPersonsRunThatCannotStartIsCancelledWithItsPolicy() {
    try (RunWorld world = new RunWorld(PLANE.get())) {
      world.policy("payroll");
      BackupRun run = world.run("refused", "payroll");
      Pod pod = world.node.awaitPod(run, 1);
      world.node.complain(pod, "FailedMount", NO_SECRET);
      world.awaitPhase(run, RunPhase.STARTING);

      world.deletePolicy("payroll");

      world.awaitPhase(run, RunPhase.CANCELLED);
      world.awaitEvents(run, "RunCancelled");
    }
  }

  @Test
  void whateverBecomesOfItsPolicyARunGivesItsGroupBackAndSaysThatNobodyWasTold() {
    try (RunWorld world = new RunWorld(PLANE.get())) {
      world.policy("payroll");
      BackupRun run = world.run("outlives", "payroll");
      Pod pod = world.node.start(run, 1);
      world.awaitPhase(run, RunPhase.RUNNING);
      assertThat(world.leases()).hasSize(1);

      world.deletePolicy("payroll");
      world.archive.store(run.getMetadata().getUid(), "payroll");
      world.node.end(pod, result(Outcome.SUCCEEDED, null, stored("payroll")));

      world.awaitPhase(run, RunPhase.SUCCEEDED);
      assertThat(world.leases()).isEmpty();
      assertThat(world.notified(run)).get().extracting("reason").isEqualTo("PolicyNotFound");
    }
  }

  private static void assertSays(BackupRunStatus status, String when) {
    assertThat(status.reason()).isEqualTo("WorkerNotStarted");
    assertThat(status.message()).contains(when, "FailedMount: " + NO_SECRET);
  }
}
