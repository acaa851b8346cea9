package dev.salvaguarda.controller.run;

import static dev.salvaguarda.controller.run.WorkerResults.failed;
import static dev.salvaguarda.controller.run.WorkerResults.result;
import static dev.salvaguarda.controller.run.WorkerResults.stored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.WorkerLine;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.process.Running;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs on a real API server with real controllers; the test plays the node. */
class BackupRunReconcilerIT {
  @RegisterExtension static final Running<ControlPlane> PLANE = Running.from(ControlPlane::start);

  private static final Failure DOWN =
      new Failure(FailureReason.SOURCE_UNREACHABLE, "db.example.org did not answer.");
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration BACK_OFF = Duration.ofSeconds(45);

  /** Longer than Jobs of runs that ended stay. */
  private static final Duration KEPT = Duration.ofMinutes(11);

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
  void succeedsWhenTheRepositoryHoldsWhatTheWorkerNamed() {
    world.policy("payroll");
    BackupRun run = world.run("first", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);

    succeed(run, pod);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(status.capturedAt()).isEqualTo(WorkerResults.CAPTURED);
    assertThat(status.targets())
        .singleElement()
        .satisfies(t -> assertThat(t.snapshotId()).isEqualTo(ArchiveInMemory.idOf("payroll")));
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .containsExactly("Complete=True", "Uploaded=True");
    assertThat(Objects.requireNonNull(status.summary()).progress()).isEqualTo("100 %");
    world.awaitEvents(run, "AttemptStarted", "RunSucceeded");
  }

  @Test
  void aRunOfWhichNothingIsLeftToDoKeepsItsStoryAndIsStillTheMeasureOfTheNext() {
    BackupRun run = world.ownedRun("first", world.policy("payroll"));
    Pod pod = world.node.start(run, 1);
    succeed(run, pod);
    BackupRunStatus end = world.awaitPhase(run, RunPhase.SUCCEEDED);

    world.pass(KEPT);

    await().atMost(PATIENCE).until(() -> world.statusOf(run).settled() != null);
    assertThat(world.statusOf(run)).isEqualTo(end.asSettled());
    world.stopOperator();
    world.pass(KEPT.negated());
    world.startOperator();
    BackupRun next = world.run("second", "payroll");
    world.node.awaitPod(next, 1);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(world.orderOf(next)).contains(ArchiveInMemory.idOf("payroll")));
  }

  @Test
  void whatIsFoundOutAboutARunIsNeverSaidOfAnotherOneOfItsName() {
    world.policy("payroll");
    BackupRun run = world.run("again", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);
    world.archive.store(run.getMetadata().getUid(), "payroll");
    CountDownLatch replaced = new CountDownLatch(1);
    world.archive.beforeTheNextAnswer(() -> {
      world.replace(run);
      replaced.countDown();
    });

    world.node.end(pod, result(Outcome.DEGRADED, null, stored("payroll"), failed("mail", DOWN)));

    await().atMost(PATIENCE).until(() -> replaced.getCount() == 0);
    await().atMost(PATIENCE).until(() -> world.statusOf(run).phase() != null);
    assertThat(world.read(run).getMetadata().getUid()).isNotEqualTo(run.getMetadata().getUid());
    assertThat(world.statusOf(run).targets()).isEmpty();
  }

  @Test
  void showsProgressWhileTheWorkerWorks() {
    world.policy("payroll");
    BackupRun run = world.run("progress", "payroll");
    Pod pod = world.node.awaitPod(run, 1);
    world.logs.write(
        pod.getMetadata().getName(),
        "not JSON at all",
        NodeByHand.json(
            WorkerLine.of(
                Instant.parse("2026-03-01T22:00:10Z"),
                new WorkerLine.Progress("payroll", 0, 2, 42, 4096, 1024, 512, 60L))));
    world.node.start(run, 1);

    await().atMost(PATIENCE).until(() -> world.statusOf(run).summary() != null);
    BackupRunStatus status = world.statusOf(run);
    assertThat(Objects.requireNonNull(status.summary()).progress()).isEqualTo("42 % payroll");
    assertThat(Objects.requireNonNull(status.progress()).rate()).isEqualTo("512 B/s");
  }

  @Test
  void isDegradedWhenATargetFailedForGood() {
    world.policy("payroll");
    BackupRun run = world.run("degraded", "payroll");
    Pod pod = world.node.start(run, 1);
    Failure denied = new Failure(FailureReason.SOURCE_ACCESS_DENIED, "The role may not read mail.");
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.node.end(pod, result(Outcome.DEGRADED, null, stored("payroll"), failed("mail", denied)));

    BackupRunStatus status = world.awaitPhase(run, RunPhase.DEGRADED);
    assertThat(status.reason()).isEqualTo("SourceAccessDenied");
    assertThat(status.message()).isEqualTo("The role may not read mail.");
  }

  @Test
  void triesAgainAfterABackOffAndSucceeds() {
    world.policy("payroll");
    BackupRun run = world.run("retried", "payroll");
    Pod pod = world.node.start(run, 1);
    world.logs.write(pod.getMetadata().getName(), "could not connect");
    world.node.end(pod, result(Outcome.FAILED, DOWN));
    awaitRetry(run);
    assertThat(world.statusOf(run).logTail()).containsExactly("could not connect");

    world.pass(BACK_OFF);
    Pod second = world.node.start(run, 2);
    succeed(run, second);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(status.attempt()).isEqualTo(2);
    assertThat(status.reason()).isNull();
    assertThat(status.logTail()).isEmpty();
    world.awaitEvents(run, "AttemptFailed");
  }

  @Test
  void failsWithASentenceWhenItsRepositoryWasDeletedBeforeTheNextAttempt() {
    world.policy("payroll");
    BackupRun run = world.run("homeless", "payroll");
    Pod pod = world.node.start(run, 1);
    world.delete("offsite");
    world.node.end(pod, result(Outcome.FAILED, DOWN));
    awaitRetry(run);

    world.pass(BACK_OFF);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.FAILED);
    assertThat(status.attempt()).isEqualTo(1);
    assertThat(status.reason()).isEqualTo("RepositoryUnreachable");
    assertThat(status.message()).contains("The BackupRepository offsite was deleted");
  }

  @Test
  void failsAtOnceWhenOnlyAPersonCanMendTheCause() {
    world.policy("payroll");
    BackupRun run = world.run("hopeless", "payroll");
    Failure denied = new Failure(FailureReason.SOURCE_ACCESS_DENIED, "The password is wrong.");
    world.node.end(world.node.start(run, 1), result(Outcome.FAILED, denied));

    BackupRunStatus status = world.awaitPhase(run, RunPhase.FAILED);
    assertThat(status.attempt()).isEqualTo(1);
    assertThat(status.reason()).isEqualTo("SourceAccessDenied");
  }

  @Test
  void callsForAProbeWhenTheWorkerMetTroubleAtTheRepository() {
    world.policy("payroll");
    BackupRun run = world.run("locked-out", "payroll");
    Failure wrong = new Failure(FailureReason.REPOSITORY_WRONG_PASSWORD, "No key opens.");
    world.node.end(world.node.start(run, 1), result(Outcome.FAILED, wrong));

    world.awaitPhase(run, RunPhase.FAILED);
    ResourceID repository = new ResourceID("offsite", run.getMetadata().getNamespace());
    assertThat(world.probes.newest(repository)).isPresent();
  }

  @Test
  void failsWithoutRetryWhenTheWorkerRanOutOfMemoryAndRemovesItsLocks() {
    world.policy("payroll");
    BackupRun run = world.run("oom", "payroll");
    Pod pod = world.node.start(run, 1);
    world.node.end(pod, 137, "OOMKilled", "");

    BackupRunStatus status = world.awaitPhase(run, RunPhase.FAILED);
    assertThat(status.reason()).isEqualTo("WorkerOutOfMemory");
    assertThat(world.archive.unlocked()).contains(pod.getMetadata().getName());
  }

  @Test
  void stopsTheWorkerOfACancelledRunAndLeavesNothingBehind() {
    world.policy("payroll");
    BackupRun run = world.run("cancelled", "payroll");
    world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);

    world.cancel(run);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.CANCELLED);
    assertThat(status.reason()).isEqualTo("Cancelled");
    assertThat(world.jobs()).isEmpty();
  }

  @Test
  void triesAgainWhenThePodWasDeleted() {
    world.policy("payroll");
    BackupRun run = world.run("deleted", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);
    world.node.delete(pod);

    awaitRetry(run);
    assertThat(world.statusOf(run).reason()).isEqualTo("WorkerLost");
    world.pass(BACK_OFF);
    world.node.awaitPod(run, 2);
  }

  @Test
  void removesThePodOfALostNodeByForceBeforeItTriesAgain() {
    world.policy("payroll");
    BackupRun run = world.run("stranded", "payroll");
    Pod pod = world.node.awaitPod(run, 1);
    world.node.strand(pod);
    world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);

    // No time is skipped: pod and Job leave by the API server's clock, and an operator whose own is
    // far ahead gives them up.
    world.node.delete(pod);

    awaitRetry(run);
    assertThat(world.statusOf(run).reason()).isEqualTo("WorkerLost");
    assertThat(world.node.awaitPod(run, 2).getMetadata().getName())
        .isNotEqualTo(pod.getMetadata().getName());
  }

  @Test
  void anOperatorThatComesBackAdoptsTheWorkerOfItsPredecessor() {
    world.policy("payroll");
    BackupRun run = world.run("adopted", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);

    world.stopOperator();
    succeed(run, pod);
    world.startOperator();

    world.awaitPhase(run, RunPhase.SUCCEEDED);
    assertThat(world.jobs()).hasSize(1);
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
    succeed(first, pod);

    world.awaitPhase(first, RunPhase.SUCCEEDED);
    Pod next = world.node.start(sooner, 1);
    assertThat(world.statusOf(later).phase()).isEqualTo(RunPhase.QUEUED);
    succeed(sooner, next);
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
  void runsWithNamesOfTheGreatestLengthStart() {
    String longest = "n".repeat(200) + ".with.dots";
    world.policy("p" + longest);
    BackupRun run = world.run("r" + longest, "p" + longest);

    Pod pod = world.node.start(run, 1);

    world.awaitPhase(run, RunPhase.RUNNING);
    assertThat(pod.getMetadata().getName()).hasSizeLessThanOrEqualTo(253);
  }

  @Test
  void recordsMissedRunsWithoutStartingThem() {
    world.policy("payroll");
    BackupRun run =
        world.run(
            "missed",
            "payroll",
            """
            trigger: {type: Schedule, schedule: daily, scheduledFor: "2026-03-03T22:00:00Z",
              missed: {count: 3, first: "2026-03-01T22:00:00Z", last: "2026-03-03T22:00:00Z"}}
            """);

    BackupRunStatus status = world.awaitPhase(run, RunPhase.MISSED);
    assertThat(Objects.requireNonNull(status.missed()).count()).isEqualTo(3);
    assertThat(world.jobs()).isEmpty();
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
    world.awaitEvents(second, "RunCancelled");
    // Nothing of it is left to be done: it was looked at after its end, and is still there.
    world.pass(Duration.ofHours(1));
    await().atMost(PATIENCE).until(() -> world.statusOf(second).settled() != null);
    assertThat(world.statusOf(first).phase()).isEqualTo(RunPhase.RUNNING);
  }

  @Test
  void writesNothingWhileNothingChanges() {
    world.policy("payroll");
    BackupRun run = world.run("quiet", "payroll");
    Pod pod = world.node.start(run, 1);
    world.awaitPhase(run, RunPhase.RUNNING);
    world.archive.silence(true);
    world.node.end(pod, result(Outcome.SUCCEEDED, null, stored("payroll")));
    await().atMost(PATIENCE).until(() -> world.statusOf(run).message() != null);
    String version = world.read(run).getMetadata().getResourceVersion();

    for (int i = 0; i < 5; i++) {
      world.pass(Duration.ofSeconds(1));
    }
    assertThat(world.read(run).getMetadata().getResourceVersion()).isEqualTo(version);
    // In this order: an archive that answers and holds nothing would end the run.
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.archive.silence(false);
    world.pass(Duration.ofSeconds(30));
    world.awaitPhase(run, RunPhase.SUCCEEDED);
  }

  /** The worker stores the target and says so. */
  private void succeed(BackupRun run, Pod pod) {
    world.archive.store(run.getMetadata().getUid(), "payroll");
    world.node.end(pod, result(Outcome.SUCCEEDED, null, stored("payroll")));
  }

  /** Waits until another attempt is promised. */
  private void awaitRetry(BackupRun run) {
    await().atMost(PATIENCE).until(() -> world.statusOf(run).nextAttemptTime() != null);
  }
}
