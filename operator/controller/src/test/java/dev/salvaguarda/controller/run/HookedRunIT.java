package dev.salvaguarda.controller.run;

import static dev.salvaguarda.controller.run.WorkerResults.result;
import static dev.salvaguarda.controller.run.WorkerResults.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.HookStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.http.HookServer;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hooks around runs on a real API server; the test plays the node and the application. */
class HookedRunIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Failure CANCELLED =
      new Failure(FailureReason.CANCELLED, "Cancelled on request.");
  private static final Duration PAUSE = Duration.ofSeconds(6);

  private final HookServer application = new HookServer();
  private RunWorld world;

  @BeforeEach
  void startWorld() {
    world = new RunWorld(PLANE.get());
    world.policy("payroll");
    world.hooks(
        "payroll",
        """
        {"before": [%s, %s], "after": [%s, %s]}\
        """
            .formatted(
                application.hook("lock"),
                application.hook("flush"),
                application.hook("thaw"),
                application.hook("unlock")));
  }

  @AfterEach
  void stopWorld() {
    world.close();
    application.close();
  }

  private void succeed(BackupRun run, Pod pod) {
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.node.end(pod, result(Outcome.SUCCEEDED, null, stored("payroll")));
  }

  private void awaitCalls(String... calls) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(application.calls()).contains(calls));
  }

  @Test
  void theWorkIsDoneBetweenTheHooks() {
    BackupRun run = world.run("first", "payroll");
    Pod pod = world.node.start(run, 1);
    assertThat(application.calls()).containsExactly("lock", "flush");
    world.awaitPhase(run, RunPhase.RUNNING);
    assertThat(application.calls()).hasSize(2);

    succeed(run, pod);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(application.calls()).containsExactly("lock", "flush", "thaw", "unlock");
    assertThat(status.hooks())
        .allSatisfy(hook -> {
          assertThat(hook.state()).isEqualTo(HookStatus.State.SUCCEEDED);
          assertThat(hook.tries()).isEqualTo(1);
          assertThat(hook.message()).isEqualTo("The server answered with status 204.");
        });
    assertThat(status.verdict()).isNull();
    assertThat(status.reason()).isNull();
    assertThat(status.message()).isEqualTo("1 target was copied and confirmed by the repository.");
  }

  @Test
  void aHookBeforeThatFailsMeansNoCopyAndTheHooksAfter() {
    application.refuse("lock");
    BackupRun run = world.run("first", "payroll");

    BackupRunStatus status = world.awaitPhase(run, RunPhase.FAILED);

    assertThat(status.reason()).isEqualTo("BeforeHookFailed");
    assertThat(status.message())
        .isEqualTo(
            "Hook lock before the run failed, so nothing was copied: The server answered with"
                + " status 503.");
    assertThat(application.calls()).containsExactly("lock", "thaw", "unlock");
    assertThat(world.jobs()).isEmpty();
    assertThat(status.attempt()).isNull();
    world.awaitEvents(run, "HookFailed", "RunFailed");
  }

  @Test
  void aHookAfterThatFailsDegradesARunWhoseCopyIsGood() {
    application.refuse("thaw");
    BackupRun run = world.run("first", "payroll");
    succeed(run, world.node.start(run, 1));
    for (int attempt = 1; attempt < 3; attempt++) {
      int calls = 2 + attempt;
      await().atMost(PATIENCE).until(() -> application.calls().size() == calls);
      world.pass(PAUSE);
    }

    BackupRunStatus status = world.awaitPhase(run, RunPhase.DEGRADED);

    assertThat(application.calls())
        .containsExactly("lock", "flush", "thaw", "thaw", "thaw", "unlock");
    assertThat(status.reason()).isEqualTo("AfterHookFailed");
    assertThat(status.message())
        .isEqualTo(
            "1 target was copied and confirmed by the repository. Hook thaw after the run failed:"
                + " The server answered with status 503.");
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .contains("Complete=True", "Uploaded=True");
  }

  @Test
  void theHooksAreThoseOfTheMomentWhenItWasTheRunsTurn() {
    application.hold("lock");
    BackupRun run = world.run("first", "payroll");
    awaitCalls("lock");
    world.hooks("payroll", "null");
    application.letGo();

    succeed(run, world.node.start(run, 1));

    world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(application.calls()).containsExactly("lock", "flush", "thaw", "unlock");
  }

  @Test
  void theHooksAfterFollowWhenThePolicyIsGone() {
    BackupRun run = world.run("first", "payroll");
    world.node.awaitPod(run, 1);
    world.deletePolicy("payroll");

    world.awaitPhase(run, RunPhase.CANCELLED);

    assertThat(application.calls()).containsExactly("lock", "flush", "thaw", "unlock");
  }

  @Test
  void theHooksAfterFollowACancellationOnceTheOneBeforeHasEnded() {
    application.hold("lock");
    BackupRun run = world.run("first", "payroll");
    awaitCalls("lock");

    world.cancel(run);
    application.letGo();

    world.awaitPhase(run, RunPhase.CANCELLED);
    assertThat(application.calls()).containsExactly("lock", "thaw", "unlock");
    assertThat(world.jobs()).isEmpty();
  }

  @Test
  void whoeverComesAfterAnOperatorThatStoppedCallsTheHooksAfter() {
    application.hold("thaw");
    BackupRun run = world.run("first", "payroll");
    succeed(run, world.node.start(run, 1));
    awaitCalls("thaw");

    world.stopOperator();
    application.letGo();
    world.startOperator();

    world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(application.calls()).endsWith("thaw", "unlock").startsWith("lock", "flush");
    assertThat(application.calls().subList(2, application.calls().size()))
        .isSubsetOf(List.of("thaw", "unlock"));
  }

  @Test
  void theHooksAfterFollowADeletion() {
    BackupRun run = world.run("first", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);

    world.delete(run);
    world.node.end(pod, result(Outcome.FAILED, CANCELLED));

    world.awaitGone(run);
    assertThat(application.calls()).containsExactly("lock", "flush", "thaw", "unlock");
  }

  @Test
  void aRunDeletedDuringAHookIsLedToItsEndAndHindersNoneMadeUnderItsName() {
    application.hold("lock");
    BackupRun run = world.run("first", "payroll");
    awaitCalls("lock");
    world.delete(run);
    assertThat(world.read(run).getMetadata().getFinalizers())
        .containsExactly("salvaguarda.dev/hooks");

    application.letGo();

    world.awaitGone(run);
    assertThat(application.calls()).containsExactly("lock", "thaw", "unlock");
    BackupRun next = world.run("first", "payroll");
    succeed(next, world.node.start(next, 1));
    world.awaitPhase(next, RunPhase.SUCCEEDED);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(world.read(next).getMetadata().getFinalizers()).isEmpty());
  }

  @Test
  void aHookBeforeThatAnOperatorLeftBehindHoldsUpNoEnd() {
    application.hold("lock");
    BackupRun run = world.run("first", "payroll");
    awaitCalls("lock");
    world.stopOperator();
    world.cancel(run);
    application.letGo();

    world.startOperator();

    BackupRunStatus status = world.awaitPhase(run, RunPhase.CANCELLED);
    assertThat(application.calls()).containsExactly("lock", "thaw", "unlock");
    assertThat(status.hooks().getFirst().state()).isEqualTo(HookStatus.State.FAILED);
    assertThat(status.hooks().getFirst().message())
        .isEqualTo("The operator stopped meanwhile, so nobody knows what became of it.");
  }

  @Test
  void aDeletedRunThatSomebodyElseKeepsHasEndedAndHoldsNobodyUp() {
    BackupRun run = world.run("first", "payroll");
    world.keep(run);
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);
    world.delete(run);
    world.node.end(pod, result(Outcome.FAILED, CANCELLED));

    world.awaitPhase(run, RunPhase.CANCELLED);

    await()
        .atMost(PATIENCE)
        .untilAsserted(() ->
            assertThat(world.read(run).getMetadata().getFinalizers())
                .containsExactly("example.org/seen"));
    BackupRun next = world.run("second", "payroll");
    succeed(next, world.node.start(next, 1));
    world.awaitPhase(next, RunPhase.SUCCEEDED);
  }

  @Test
  void deletedRunsThatSomebodyElseKeepsEndWithoutHooksAsWell() {
    world.policy("archive");
    BackupRun works = world.run("works", "archive");
    world.keep(works);
    Pod pod = world.node.start(works, 1);
    world.awaitPhase(works, RunPhase.RUNNING);
    BackupRun waits = world.run("waits", "archive");
    world.keep(waits);
    world.awaitPhase(waits, RunPhase.QUEUED);

    world.delete(waits);
    world.awaitPhase(waits, RunPhase.CANCELLED);
    world.delete(works);
    world.node.end(pod, result(Outcome.FAILED, CANCELLED));
    world.awaitPhase(works, RunPhase.CANCELLED);

    world.node.awaitPod(world.run("next", "archive"), 1);
  }

  @Test
  void aRunThatWasBroughtBackWithTheFinalizerCanBeDeleted() {
    world.policy("archive");
    BackupRun run = world.runWithFinalizer("back", "archive", "salvaguarda.dev/hooks");
    world.node.awaitPod(run, 1);

    world.delete(run);

    world.awaitGone(run);
  }

  @Test
  void aRunThatWasDeletedWhileNobodyLookedIsLedToItsEnd() {
    application.hold("lock");
    BackupRun run = world.run("first", "payroll");
    awaitCalls("lock");
    world.stopOperator();
    world.delete(run);
    application.letGo();

    world.startOperator();

    world.awaitGone(run);
    assertThat(application.calls()).containsExactly("lock", "thaw", "unlock");
  }
}
