package dev.salvaguarda.domain.maintenance;

import static dev.salvaguarda.domain.maintenance.Passes.LIMITS;
import static dev.salvaguarda.domain.maintenance.Passes.NOON;
import static dev.salvaguarda.domain.maintenance.Passes.THREE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ClaimTurn;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ReadLog;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.RetryLater;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a pass begins, what it waits for, and what it gives way to. */
class MaintenanceLifeTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void nothingHappensBeforeTheFirstTick() {
    assertThat(Passes.fresh().decide(NOON.plus(MINUTE))).isEqualTo(new Idle(THREE));
  }

  @Test
  void withoutAScheduleNothingEverHappens() {
    assertThat(Passes.fresh().withoutSchedule().decideAfter(MINUTE))
        .isEqualTo(new Idle(Instant.MAX));
  }

  @Test
  void manyMissedTicksAreOnePassForTheNewest() {
    MaintenanceDecision decision = Passes.fresh().decideAfter(Duration.ofDays(9).plusHours(1));

    assertThat(decision)
        .isInstanceOfSatisfying(
            Await.class,
            wait -> assertThat(wait.dueAt()).isEqualTo(THREE.plus(Duration.ofDays(9))));
  }

  @Test
  void aTickThatWasMissedForLongHasAllTheTimeToWaitForItsTurn() {
    Duration outage = Duration.ofHours(29);
    Instant noticed = THREE.plus(outage).plusSeconds(20);
    Passes passes = Passes.fresh().weekly();

    MaintenanceDecision due = passes.decide(noticed);

    assertThat(due)
        .isInstanceOfSatisfying(
            Await.class,
            wait ->
                assertThat(wait.dueAt())
                    .as("a whole minute, which names the Jobs")
                    .isEqualTo(THREE.plus(outage)));
    Passes waiting =
        Passes.fresh()
            .weekly()
            .memory(passes.after(due, noticed))
            .rival("run payroll-daily", false, noticed);
    assertThat(waiting.decide(noticed.plusSeconds(1))).isInstanceOf(Await.class);
    assertThat(waiting.decide(THREE.plus(outage).plus(MaintenanceLife.LONGEST_WAIT)))
        .isInstanceOf(Finish.class);
  }

  @Test
  void aPassThatSeemsToHaveEndedInTheFutureDelaysNoOther() {
    Instant ahead = NOON.plus(Duration.ofDays(5 * 365));
    Passes passes =
        Passes.fresh()
            .memory(
                new MaintenanceMemory(
                    MaintenancePhase.SUCCEEDED, ahead, AttemptMemory.none(), ahead));

    MaintenanceDecision now = passes.decide(NOON);
    assertThat(now).isEqualTo(new Idle(THREE));
    MaintenanceMemory remembered = passes.after(now, NOON);
    assertThat(remembered.endedAt()).isEqualTo(NOON);
    assertThat(Passes.fresh().memory(remembered).decide(THREE)).isInstanceOf(Await.class);
  }

  @Test
  void whatHasBeenDueInTheFutureWaitsNoLongerThanOthers() {
    Instant ahead = NOON.plus(Duration.ofDays(5 * 365));
    MaintenanceMemory written =
        new MaintenanceMemory(MaintenancePhase.WAITING, ahead, AttemptMemory.none(), null);

    assertThat(Passes.fresh().memory(written).rival("run payroll-daily", false, NOON).decide(THREE))
        .isInstanceOfSatisfying(Await.class, wait -> assertThat(wait.dueAt()).isEqualTo(THREE));
  }

  @Test
  void whatBeganAndIsTriedAgainInTheFutureIsTriedAgainAsSoonAsItShouldBe() {
    Instant ahead = NOON.plus(Duration.ofDays(5 * 365));
    MaintenanceMemory written =
        new MaintenanceMemory(
            MaintenancePhase.RUNNING,
            THREE,
            AttemptMemory.none()
                .starting(LIMITS, ahead)
                .failed(new Failure(FailureReason.PRUNE_FAILED, "It failed."), ahead.plus(MINUTE)),
            null);
    Passes passes = Passes.fresh().memory(written);

    MaintenanceDecision now = passes.decide(THREE);
    assertThat(now)
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.next()).isEqualTo(THREE.plus(MINUTE)));
    MaintenanceMemory remembered = passes.after(now, THREE);
    assertThat(remembered.attempts().deadline()).isEqualTo(THREE.plus(LIMITS.active()));
    assertThat(Passes.fresh().memory(remembered).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Start.class));
  }

  @Test
  void aTickThatPassesDuringAPassIsCoveredByIt() {
    Instant end = THREE.plus(Duration.ofHours(30));
    Passes passes =
        Passes.fresh()
            .memory(
                new MaintenanceMemory(
                    MaintenancePhase.SUCCEEDED, THREE, AttemptMemory.none(), end));

    assertThat(passes.decide(end.plus(MINUTE))).isEqualTo(new Idle(THREE.plus(Duration.ofDays(2))));
  }

  @Test
  void asksForTheLeaseOnceNothingIsInTheWayAndBeginsWithIt() {
    assertThat(Passes.waiting().decideAfter(MINUTE)).isEqualTo(new ClaimTurn());
    assertThat(Passes.waiting().turn(new Turn.Mine()).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Lead.class,
            lead -> {
              assertThat(lead.step()).isInstanceOf(WorkerStep.Start.class);
              assertThat(lead.step().known().attempt()).isEqualTo(1);
            });
  }

  @Test
  void waitsForOpenBackupsAndSaysForWhich() {
    assertThat(Passes.waiting().rival("run payroll-daily", false, NOON).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Await.class,
            wait -> {
              assertThat(wait.why()).isEqualTo("Waits for run payroll-daily.");
              assertThat(wait.dueAt()).isEqualTo(THREE);
            });
  }

  @Test
  void waitsForTheRepository() {
    assertThat(Passes.waiting().notReady("It does not answer.").decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Await.class, wait -> assertThat(wait.why()).isEqualTo("It does not answer."));
  }

  @Test
  void doesNotWaitForEverAndNamesWhoWasInTheWay() {
    assertThat(
            Passes.waiting()
                .rival("run payroll-daily", false, NOON)
                .decideAfter(MaintenanceLife.LONGEST_WAIT))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(MaintenancePhase.FAILED);
              assertThat(message(end)).contains("within 1d").contains("run payroll-daily");
            });
  }

  @Test
  void aRecoveryInterruptsAPassAtOnce() {
    assertThat(
            Passes.working().rival("restore payroll", true, THREE.plus(MINUTE)).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Stop.class));
  }

  @Test
  void aBackupWaitsAWhileForAPassAndThenInterruptsIt() {
    Passes passes = Passes.working().rival("run daily", false, THREE.plus(MINUTE));
    Duration end = MINUTE.plus(MaintenanceLife.PATIENCE_OF_RIVALS);

    assertThat(passes.decideAfter(end.minusSeconds(1)))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Watch.class));
    assertThat(passes.decideAfter(end))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Stop.class));
  }

  /** Its Job may be gone before anybody has looked how it ended. */
  @Test
  void aPassWhoseJobWentAlreadyGaveWayAllTheSame() {
    assertThat(
            Passes.working()
                .worker(new WorkerFact.None())
                .rival("restore payroll", true, THREE.plus(MINUTE))
                .decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry ->
                assertThat(retry.failure())
                    .isEqualTo(
                        new Failure(
                            FailureReason.MAINTENANCE_INTERRUPTED,
                            "The pass gives way to restore payroll.")));
  }

  @Test
  void whatGaveWayGoesOnOnceNothingIsInTheWay() {
    Instant later = THREE.plus(Duration.ofMinutes(20));
    MaintenanceDecision gaveWay =
        Passes.ended(HowEnded.REMOVED)
            .rival("restore payroll", true, THREE)
            .logRead()
            .decide(later);

    assertThat(gaveWay).isInstanceOf(RetryLater.class);
    RetryLater retry = (RetryLater) gaveWay;
    assertThat(retry.failure().reason()).isEqualTo(FailureReason.MAINTENANCE_INTERRUPTED);
    MaintenanceMemory memory = Passes.working().after(retry, later);
    assertThat(memory.phase()).isEqualTo(MaintenancePhase.RUNNING);
    Passes next = Passes.fresh().memory(memory);
    Instant due = Objects.requireNonNull(memory.attempts().retryAt());
    assertThat(next.rival("restore payroll", true, THREE).decide(due)).isInstanceOf(Await.class);
    assertThat(Passes.fresh().memory(memory).decide(due))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step().known().attempt()).isEqualTo(2));
  }

  @Test
  void succeedsOnlyIfTheWorkerSaysSo() {
    assertThat(Passes.ended(HowEnded.EXITED).told(Outcome.SUCCEEDED, null).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(MaintenancePhase.SUCCEEDED));
  }

  @Test
  void looksIntoTheLogWhenThePodTellsNothingAndTriesAgainIfThatDoesNotEither() {
    assertThat(Passes.ended(HowEnded.EXITED).decideAfter(MINUTE)).isEqualTo(new ReadLog("pod"));
    assertThat(Passes.ended(HowEnded.EXITED).logRead().decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST));
  }

  @Test
  void whatLacksSomethingEndsDegradedAndIsNotTriedAgain() {
    assertThat(
            Passes.ended(HowEnded.EXITED)
                .told(
                    Outcome.DEGRADED,
                    new Failure(FailureReason.REPOSITORY_CORRUPT, "A pack is gone."))
                .decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(MaintenancePhase.DEGRADED);
              assertThat(message(end)).isEqualTo("A pack is gone.");
            });
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureReason.class,
      names = {"REPOSITORY_LOCKED", "PRUNE_FAILED", "REPOSITORY_UNREACHABLE"})
  void whatPassesIsTriedAgain(FailureReason reason) {
    assertThat(
            Passes.ended(HowEnded.EXITED)
                .told(Outcome.FAILED, new Failure(reason, "It failed."))
                .decideAfter(MINUTE))
        .isInstanceOf(RetryLater.class);
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureReason.class,
      names = {"REPOSITORY_ACCESS_DENIED", "MAINTENANCE_TOOL_MISSING"})
  void whatOnlyAPersonCanMendEndsThePass(FailureReason reason) {
    assertThat(
            Passes.ended(HowEnded.EXITED)
                .told(Outcome.FAILED, new Failure(reason, "It failed."))
                .decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(MaintenancePhase.FAILED));
  }

  @Test
  void afterTheDeadlineThePassIsStopped() {
    assertThat(Passes.working().decideAfter(LIMITS.active()))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Stop.class));
    assertThat(Passes.ended(HowEnded.REMOVED).logRead().decideAfter(LIMITS.active().plus(MINUTE)))
        .isInstanceOfSatisfying(
            Finish.class,
            end ->
                assertThat(Objects.requireNonNull(end.failure()).reason())
                    .isEqualTo(FailureReason.DEADLINE_EXCEEDED));
  }

  @Test
  void takingTheScheduleAwayStopsThePass() {
    assertThat(Passes.working().withoutSchedule().decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Stop.class));
    assertThat(Passes.waiting().withoutSchedule().decideAfter(MINUTE)).isInstanceOf(Finish.class);
  }

  @Test
  void anAttemptThatNobodyWroteDownIsFoundAgain() {
    assertThat(Passes.waiting().pod(new PodFact.Running("pod", null)).decideAfter(MINUTE))
        .isInstanceOfSatisfying(
            Lead.class,
            lead -> {
              assertThat(lead.step()).isInstanceOf(WorkerStep.Watch.class);
              assertThat(lead.step().known().attempt()).isEqualTo(1);
            });
  }

  @Test
  void theJobOfAPassThatIsOverGoesAfterAWhile() {
    Passes passes =
        Passes.ended(HowEnded.EXITED)
            .memory(
                new MaintenanceMemory(
                    MaintenancePhase.SUCCEEDED,
                    THREE,
                    AttemptMemory.none().starting(LIMITS, THREE),
                    THREE.plus(MINUTE)));

    assertThat(passes.decideAfter(MINUTE.plusSeconds(1)))
        .isEqualTo(new Idle(THREE.plus(MINUTE).plus(LIMITS.keep())));
    assertThat(passes.decideAfter(MINUTE.plus(LIMITS.keep())))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Clear.class));
  }

  @Test
  void aJobOfThatNameThatIsSomebodyElsesEndsThePass() {
    assertThat(Passes.working().worker(new WorkerFact.Foreign("job")).decideAfter(MINUTE))
        .isInstanceOf(Finish.class);
  }

  private static String message(Finish end) {
    return Objects.requireNonNull(end.failure()).message();
  }
}
