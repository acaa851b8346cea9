package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.FindSnapshots;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens to a run while it has a worker, and between two. */
class AttemptTest {
  private static final Failure UNREACHABLE =
      new Failure(FailureReason.SOURCE_UNREACHABLE, "db.example.org did not answer.");

  @Test
  void watchesAWorkerThatWorks() {
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", null));

    assertThat(run.stepAfter(Duration.ofMinutes(5)))
        .isEqualTo(new WorkerStep.Watch(attempt(1, null, null), true, TEN.plusSeconds(310)));
  }

  @Test
  void givesUpAfterOnePatientAttemptOnWhatOnlyAPersonCanMendAndSaysWhatKubernetesSaid() {
    Facts run =
        Facts.running().pod(new PodFact.Waiting("pod-1", "ImagePullBackOff: no such image"));

    assertThat(run.stepAfter(LIMITS.worker().start().minusSeconds(1)))
        .isInstanceOfSatisfying(
            WorkerStep.Watch.class, watch -> assertThat(watch.running()).isFalse());
    assertThat(run.decideAfter(LIMITS.worker().start()))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(Facts.reason(end)).isEqualTo(FailureReason.WORKER_NOT_STARTED);
              assertThat(end.message())
                  .isEqualTo("The pod did not start within 10m: ImagePullBackOff: no such image.");
              assertThat(end.clear()).isTrue();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FailedMount: MountVolume.SetUp failed for volume \"source\" : secret \"reader\" not found",
        "CreateContainerConfigError: configmap \"authorities\" not found",
        "Unschedulable: persistentvolumeclaim \"share\" not found",
        "FailedMount: MountVolume.SetUp failed for volume \"source\" : references non-existent secret key: password",
        "FailedMount: MountVolume.SetUp failed for volume \"ca\" : references non-existent config key: ca.crt"
      })
  void keepsOthersWaitingForAMissingObjectNoLongerThanTwoMinutesAndAQuarter(String why) {
    Facts run = Facts.running().phase(RunPhase.STARTING).pod(new PodFact.Waiting("pod-1", why));

    assertThat(run.awaited().stepAfter(LIMITS.startInTheWay().minusSeconds(1)))
        .isInstanceOf(WorkerStep.Watch.class);
    assertThat(run.awaited().decideAfter(LIMITS.startInTheWay()))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(Facts.reason(end)).isEqualTo(FailureReason.WORKER_NOT_STARTED);
              assertThat(end.message()).startsWith("The pod did not start within 2m15s: ");
            });
    assertThat(run.stepAfter(LIMITS.startInTheWay())).isInstanceOf(WorkerStep.Watch.class);
  }

  /** A kubelet looks for a Secret that was missing after 0.5, 1.5, 3.5 … 63.5 and 127.5 s. */
  @Test
  void whatCameRightAfterTheSeventhLookOfAKubeletIsSeenAtTheEighth() {
    Facts run =
        Facts.running()
            .phase(RunPhase.STARTING)
            .awaited()
            .pod(new PodFact.Waiting("pod-1", "FailedMount: secret \"reader\" not found"));

    assertThat(run.stepAfter(Duration.ofSeconds(130))).isInstanceOf(WorkerStep.Watch.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Unschedulable: 0/3 nodes are available: 3 Insufficient memory.",
        "ImagePullBackOff: no such image"
      })
  void whatANodeOrARegistryMayStillMendIsGivenItsTimeHoweverManyWait(String why) {
    Facts run =
        Facts.running().phase(RunPhase.STARTING).awaited().pod(new PodFact.Waiting("pod-1", why));

    assertThat(run.stepAfter(LIMITS.worker().start().minusSeconds(1)))
        .isInstanceOf(WorkerStep.Watch.class);
  }

  @Test
  void triesAgainWhenAPodDoesNotStartAndKubernetesIsSilent() {
    Facts run = Facts.running().pod(new PodFact.Missing());

    assertThat(run.decideAfter(LIMITS.worker().start()))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST);
              assertThat(retry.clear()).isTrue();
            });
  }

  @Test
  void isCancelledWhenItsPolicyIsDeletedBeforeItsPodWorks() {
    Facts starting = Facts.running().phase(RunPhase.STARTING).policy(PolicyPresence.DELETED);

    assertThat(
            starting
                .pod(new PodFact.Waiting("", "forbidden: violates PodSecurity"))
                .stepAfter(Duration.ofMinutes(1)))
        .isInstanceOf(WorkerStep.Stop.class);
    assertThat(starting.holding().decideAfter(Duration.ofMinutes(2)))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED));
  }

  @Test
  void outlivesItsPolicyOnceItsPodWorks() {
    Facts run = Facts.running().policy(PolicyPresence.DELETED);

    assertThat(run.pod(new PodFact.Running("pod-1", null)).stepAfter(Duration.ofMinutes(1)))
        .isInstanceOf(WorkerStep.Watch.class);
    assertThat(run.holding().decideAfter(Duration.ofMinutes(2)))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> assertThat(Facts.reason(end)).isEqualTo(FailureReason.WORKER_LOST));
  }

  @Test
  void keepsTheDeadlineOfItsStartWhateverBecomesOfThePolicy() {
    RunFacts facts = Facts.running().pod(new PodFact.Running("pod-1", null)).facts();
    Facts longer =
        new Facts(
            new RunFacts(
                facts.self(),
                facts.memory(),
                facts.around(),
                facts.worker(),
                null,
                facts.answers(),
                LIMITS.withActive(Duration.ofHours(12))));

    assertThat(longer.stepAt(Facts.DEADLINE)).isInstanceOf(WorkerStep.Stop.class);
  }

  @Test
  void stopsTheWorkerOfACancelledRun() {
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", null)).cancelled();

    assertThat(run.stepAfter(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            WorkerStep.Stop.class,
            stop -> assertThat(stop.why().reason()).isEqualTo(FailureReason.CANCELLED));
  }

  @Test
  void endsAsCancelledOnceTheWorkerIsGone() {
    Facts run = Facts.running().cancelled();

    assertThat(run.decideAfter(Duration.ofMinutes(1))).isEqualTo(new FindSnapshots());
    assertThat(run.holding().decideAfter(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED));
  }

  @Test
  void aCancelledRunStillNamesTheTargetsThatAreInTheRepository() {
    Facts run = Facts.running().cancelled().holding("payroll");

    assertThat(run.decideAfter(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED);
              assertThat(end.ledger().hasAnySnapshot()).isTrue();
            });
  }

  @Test
  void stopsTheWorkerWhenTheTimeForAllAttemptsIsOver() {
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", null));

    assertThat(run.stepAfter(LIMITS.worker().active()))
        .isInstanceOfSatisfying(
            WorkerStep.Stop.class,
            stop -> assertThat(stop.why().reason()).isEqualTo(FailureReason.DEADLINE_EXCEEDED));
    assertThat(Facts.running().holding().decideAfter(LIMITS.worker().active()))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(Facts.reason(end)).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
            });
  }

  @Test
  void removesAWorkerByForceThatDoesNotGoWhenAsked() {
    Instant asked = TEN.plusSeconds(60);
    Facts run = Facts.running().cancelled().stopping(asked, new PodFact.Running("pod-1", asked));

    assertThat(run.stepAt(asked.plusSeconds(1))).isInstanceOf(WorkerStep.AwaitGone.class);
    assertThat(run.stepAt(asked.plus(LIMITS.worker().stop()))).isInstanceOf(WorkerStep.Force.class);
    assertThat(run.decideAt(asked.plus(LIMITS.worker().stop().multipliedBy(2))))
        .isEqualTo(new FindSnapshots());
    assertThat(run.holding().decideAt(asked.plus(LIMITS.worker().stop().multipliedBy(2))))
        .isInstanceOf(Finish.class);
  }

  @Test
  void removesThePodOfALostNodeByForce() {
    Instant goneAt = TEN.plusSeconds(330);
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", goneAt));

    assertThat(run.stepAt(goneAt)).isInstanceOf(WorkerStep.AwaitGone.class);
    assertThat(run.stepAt(goneAt.plus(LIMITS.worker().stop())))
        .isInstanceOf(WorkerStep.Force.class);
  }

  @Test
  void triesAgainWhenItsJobWasDeletedByAPerson() {
    assertThat(Facts.running().decideAfter(Duration.ofMinutes(3))).isEqualTo(new FindSnapshots());
    assertThat(Facts.running().holding().decideAfter(Duration.ofMinutes(3)))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST);
              assertThat(retry.known().retryAt()).isAfter(TEN.plusSeconds(180));
            });
  }

  @Test
  void startsTheNextAttemptOnlyAfterTheBackOff() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run = Facts.failedOnce(1, retryAt, UNREACHABLE);

    assertThat(run.stepAt(retryAt.minusSeconds(1)))
        .isEqualTo(new WorkerStep.AwaitRetry(attempt(1, retryAt, UNREACHABLE), retryAt));
    assertThat(run.stepAt(retryAt))
        .isEqualTo(new WorkerStep.Start(attempt(2, null, UNREACHABLE), retryAt.plusSeconds(5)));
  }

  @Test
  void neverStartsAnAttemptWhileTheLastOneMayStillWrite() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run = Facts.failedOnce(1, retryAt, UNREACHABLE).pod(new PodFact.Running("pod-1", null));

    assertThat(run.stepAt(retryAt.plusSeconds(5))).isInstanceOf(WorkerStep.Stop.class);
    assertThat(
            run.stopping(retryAt, new PodFact.Running("pod-1", retryAt))
                .stepAt(retryAt.plusSeconds(5)))
        .isInstanceOf(WorkerStep.AwaitGone.class);
  }

  @Test
  void adoptsTheSecondAttemptThatStatusHasNotHeardOf() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run =
        Facts.failedOnce(1, retryAt, UNREACHABLE)
            .worker(new Present(2, retryAt, null, false, new PodFact.Running("pod-2", null)));

    assertThat(run.stepAt(retryAt.plusSeconds(5)))
        .isEqualTo(
            new WorkerStep.Watch(attempt(2, null, UNREACHABLE), true, retryAt.plusSeconds(15)));
  }

  @Test
  void doesNotTryAgainWithoutItsPolicy() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run = Facts.failedOnce(1, retryAt, UNREACHABLE).policy(PolicyPresence.DELETED);

    assertThat(run.decideAt(retryAt))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(end.failure()).isEqualTo(UNREACHABLE);
            });
  }

  @Test
  void cancelsBetweenTwoAttempts() {
    Facts run = Facts.failedOnce(1, TEN.plusSeconds(700), UNREACHABLE).cancelled();

    assertThat(run.decideAt(TEN.plusSeconds(650)))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED));
  }
}
