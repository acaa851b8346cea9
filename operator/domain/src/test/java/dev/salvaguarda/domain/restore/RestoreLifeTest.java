package dev.salvaguarda.domain.restore;

import static dev.salvaguarda.domain.restore.Restores.DEADLINE;
import static dev.salvaguarda.domain.restore.Restores.PLAN;
import static dev.salvaguarda.domain.restore.Restores.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestoreDecision.FindSource;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;

/** What happens to a restore before its first attempt and after its end. */
class RestoreLifeTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void looksForTheCopiesFirst() {
    assertThat(Restores.fresh().decideAfter(Duration.ZERO)).isEqualTo(new FindSource());
  }

  @Test
  void writesDownWhatItFoundBeforeAnythingIsStarted() {
    RestoreDecision decision =
        Restores.fresh().source(new SourceAnswer.Found(PLAN)).decideAfter(Duration.ZERO);

    assertThat(decision).isEqualTo(new Planned(PLAN, TEN.plusSeconds(1)));
    assertThat(RestoreMemory.none().after(decision, TEN).plan()).isEqualTo(PLAN);
    assertThat(RestoreMemory.none().after(decision, TEN).phase()).isEqualTo(RestorePhase.PENDING);
  }

  @Test
  void whatIsNewerAfterwardsChangesNothing() {
    RestorePlan newer = new RestorePlan("payroll", "newer", "offsite", TEN, PLAN.parts());

    assertThat(Restores.planned().source(new SourceAnswer.Found(newer)).decideAfter(Duration.ZERO))
        .isInstanceOf(Lead.class);
  }

  @Test
  void waitsAMinuteForWhatFollowsInTheSameApplyAndSaysThenWhatIsNotThere() {
    Restores restore =
        Restores.fresh().source(new SourceAnswer.Absent("There is no BackupRun first."));

    assertThat(restore.decideAfter(Duration.ofSeconds(59))).isInstanceOf(StayPending.class);
    end(restore.decideAfter(Duration.ofSeconds(60)))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(reason(end)).isEqualTo(FailureReason.NOTHING_TO_RESTORE);
          assertThat(end.message()).isEqualTo("There is no BackupRun first.");
        });
  }

  @Test
  void whatIsRefusedIsNeitherBegunNorTriedAgain() {
    Failure why = new Failure(FailureReason.HOST_PATH_NOT_ALLOWED, "not here");
    Restores betweenAttempts =
        Restores.planned()
            .memory(
                new RestoreMemory(
                    RestorePhase.RUNNING,
                    new AttemptMemory(
                        1,
                        TEN,
                        TEN.plus(DEADLINE),
                        TEN.plusSeconds(30),
                        new Failure(FailureReason.TARGET_UNREACHABLE, "away")),
                    null,
                    PLAN,
                    RestoreLedger.empty()));
    for (Restores restore : List.of(Restores.fresh(), Restores.planned(), betweenAttempts)) {
      end(restore.refused(why).decideAfter(Duration.ofSeconds(30)))
          .satisfies(end -> {
            assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
            assertThat(reason(end)).isEqualTo(FailureReason.HOST_PATH_NOT_ALLOWED);
          });
    }
    assertThat(betweenAttempts.decideAfter(Duration.ofSeconds(30))).isInstanceOf(Lead.class);
  }

  @Test
  void failsAtOnceWhenThereWillNeverBeACopy() {
    end(Restores.fresh()
            .source(new SourceAnswer.Impossible("Run first copied no target mail."))
            .decideAfter(Duration.ZERO))
        .satisfies(end -> assertThat(end.message()).isEqualTo("Run first copied no target mail."));
  }

  @Test
  void waitsForARunThatHasNotEndedButNotBeyondTheDeadline() {
    Restores restore =
        Restores.fresh().source(new SourceAnswer.Wait("Run first has not ended yet."));

    assertThat(restore.decideAfter(HOUR))
        .isEqualTo(new StayPending(TEN.plus(HOUR).plusSeconds(60), "Run first has not ended yet."));
    end(restore.decideAfter(DEADLINE))
        .satisfies(end -> {
          assertThat(reason(end)).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
          assertThat(end.message())
              .isEqualTo(
                  "The restore could not begin within 4h of its creation: Run first has not ended"
                      + " yet.");
        });
  }

  @Test
  void staysPendingUntilTheRepositoryCanBeReadButNotBeyondTheDeadline() {
    Restores restore =
        Restores.planned()
            .notReady("Repository offsite is not ready.")
            .source(new SourceAnswer.Found(PLAN));

    assertThat(restore.decideAfter(HOUR)).isInstanceOf(StayPending.class);
    end(restore.decideAfter(DEADLINE))
        .satisfies(end -> assertThat(reason(end)).isEqualTo(FailureReason.REPOSITORY_UNREACHABLE));
  }

  @Test
  void takesAnotherPlaceThatBecomesReadyWhileItWaitsForTheFirst() {
    Restores restore = Restores.planned().notReady("There is no repository offsite.");
    RestorePlan inVault = new RestorePlan("payroll", "first", "vault", TEN, PLAN.parts());

    assertThat(restore.decideAfter(HOUR)).isEqualTo(new FindSource());
    assertThat(restore.source(new SourceAnswer.Found(inVault)).decideAfter(HOUR))
        .isEqualTo(new Planned(inVault, TEN.plus(HOUR).plusSeconds(1)));
    assertThat(restore.source(new SourceAnswer.Absent("No policy.")).decideAfter(HOUR))
        .isInstanceOf(StayPending.class);
  }

  @Test
  void anotherAttemptTakesTheSameCopiesFromAnotherPlaceAndNoOtherOnes() {
    Failure down = new Failure(FailureReason.REPOSITORY_UNREACHABLE, "It did not answer.");
    AttemptMemory attempts =
        new AttemptMemory(1, TEN, TEN.plus(DEADLINE), TEN.plusSeconds(60), down);
    Restores away =
        Restores.planned()
            .memory(
                new RestoreMemory(
                    RestorePhase.RUNNING, attempts, null, PLAN, RestoreLedger.empty()))
            .notReady("Repository offsite is not ready.");
    List<Part> there =
        PLAN.parts().stream()
            .map(part -> new Part(part.target(), "ee".repeat(32), part.bytes(), part.sha256()))
            .toList();
    RestorePlan inVault =
        new RestorePlan(PLAN.policy(), PLAN.run(), "vault", PLAN.capturedAt(), there);
    RestorePlan newer = new RestorePlan(PLAN.policy(), PLAN.run(), "vault", TEN.plus(HOUR), there);

    assertThat(away.decideAfter(HOUR)).isEqualTo(new FindSource());
    RestoreDecision moved = away.source(new SourceAnswer.Found(inVault)).decideAfter(HOUR);
    assertThat(moved).isEqualTo(new Planned(inVault, TEN.plus(HOUR).plusSeconds(1)));
    assertThat(away.memory().after(moved, TEN).attempts()).isEqualTo(attempts);
    for (RestorePlan other : List.of(newer, PLAN)) {
      assertThat(away.source(new SourceAnswer.Found(other)).decideAfter(HOUR))
          .isInstanceOf(StayPending.class);
    }
  }

  @Test
  void anotherAttemptWaitsForTheRepositoryAndTheDeadlineEndsThat() {
    Failure down = new Failure(FailureReason.REPOSITORY_UNREACHABLE, "It did not answer.");
    Restores failed =
        Restores.planned()
            .memory(
                new RestoreMemory(
                    RestorePhase.RUNNING,
                    new AttemptMemory(1, TEN, TEN.plus(DEADLINE), TEN.plusSeconds(60), down),
                    null,
                    PLAN,
                    RestoreLedger.empty()));

    assertThat(step(failed, HOUR)).isInstanceOf(WorkerStep.Start.class);
    Restores away =
        failed.notReady("Repository offsite is not ready.").source(new SourceAnswer.Found(PLAN));
    assertThat(away.decideAfter(HOUR)).isInstanceOf(StayPending.class);
    assertThat(failed.memory().after(away.decideAfter(HOUR), TEN).phase())
        .isEqualTo(RestorePhase.RUNNING);
    end(away.decideAfter(DEADLINE))
        .satisfies(end -> assertThat(reason(end)).isEqualTo(FailureReason.DEADLINE_EXCEEDED));
  }

  @Test
  void startsWithWhatIsLeftOfTheDeadline() {
    assertThat(Restores.planned().decideAfter(HOUR))
        .isInstanceOfSatisfying(
            Lead.class,
            lead -> {
              assertThat(lead.step()).isInstanceOf(WorkerStep.Start.class);
              assertThat(lead.step().known().deadline()).isEqualTo(TEN.plus(DEADLINE));
            });
  }

  @Test
  void startsNothingOnceTheDeadlineHasPassed() {
    end(Restores.planned().decideAfter(DEADLINE))
        .satisfies(end -> assertThat(reason(end)).isEqualTo(FailureReason.DEADLINE_EXCEEDED));
  }

  @Test
  void isCancelledOnRequestBeforeItStarts() {
    for (Restores restore : new Restores[] {Restores.fresh(), Restores.planned()}) {
      end(restore.cancelled().decideAfter(HOUR))
          .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.CANCELLED));
    }
  }

  @Test
  void stopsItsWorkerWhenItIsCancelledOrLate() {
    assertThat(step(Restores.running().cancelled(), HOUR)).isInstanceOf(WorkerStep.Stop.class);
    assertThat(step(Restores.running(), DEADLINE.minusSeconds(1)))
        .isInstanceOf(WorkerStep.Watch.class);
    assertThat(step(Restores.running(), DEADLINE)).isInstanceOf(WorkerStep.Stop.class);
  }

  @Test
  void adoptsTheJobThatAnEarlierOperatorCreatedJustBeforeItDied() {
    Restores restore =
        Restores.running()
            .memory(
                new RestoreMemory(
                    RestorePhase.PENDING, AttemptMemory.none(), null, PLAN, RestoreLedger.empty()));

    Restores adopted =
        new Restores(
            restore.self(),
            restore.checks(),
            restore.memory(),
            restore.repository(),
            Restores.running().worker(),
            null,
            restore.source(),
            restore.log());

    WorkerStep step = step(adopted, HOUR);
    assertThat(step).isInstanceOf(WorkerStep.Watch.class);
    assertThat(Objects.requireNonNull(step).known().deadline()).isEqualTo(TEN.plus(DEADLINE));
  }

  @Test
  void keepsTheLogForAWhileAndClearsUpThen() {
    Restores ended =
        Restores.running()
            .ended(null, HowEnded.EXITED)
            .memory(
                new RestoreMemory(
                    RestorePhase.SUCCEEDED,
                    Restores.running().memory().attempts(),
                    TEN.plus(HOUR),
                    PLAN,
                    RestoreLedger.empty()));
    Duration kept = HOUR.plus(Restores.LIMITS.keep());

    assertThat(step(ended, kept.minusSeconds(1))).isInstanceOf(WorkerStep.Rest.class);
    assertThat(step(ended, kept)).isInstanceOf(WorkerStep.Clear.class);
  }

  @Test
  void theRecoveryPointIsTheAgeOfTheCopiesWhenTheRestoreWasAsked() {
    assertThat(PLAN.recoveryPoint(TEN)).contains(Duration.ofHours(12));
  }

  private static WorkerStep step(Restores restore, Duration sinceTen) {
    return restore.decideAfter(sinceTen) instanceof Lead(WorkerStep step)
        ? step
        : new WorkerStep.Rest(AttemptMemory.none(), null);
  }

  private static ObjectAssert<Finish> end(RestoreDecision decision) {
    assertThat(decision).isInstanceOf(Finish.class);
    return assertThat((Finish) decision);
  }

  private static FailureReason reason(Finish end) {
    return Objects.requireNonNull(end.failure()).reason();
  }
}
