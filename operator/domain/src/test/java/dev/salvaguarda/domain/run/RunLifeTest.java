package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.attempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What happens to a run before its first attempt and after its end. */
class RunLifeTest {

  @Test
  void claimsItsTurnWhenNobodyComesFirst() {
    assertThat(Facts.ofRun().turn(new Turn.Free()).decideAt(TEN)).isEqualTo(new ClaimTurn());
  }

  @Test
  void startsOnceItHoldsTheLease() {
    assertThat(Facts.ofRun().stepAt(TEN))
        .isEqualTo(new WorkerStep.Start(attempt(1, null, null), TEN.plusSeconds(5)));
  }

  @Test
  void queuesVisiblyBehindOthers() {
    RunDecision decision = Facts.ofRun().turn(new Turn.Behind(2, "mail-daily-1")).decideAt(TEN);

    assertThat(decision).isEqualTo(new StayQueued(TEN.plusSeconds(300), 2, "mail-daily-1"));
  }

  @Test
  void theNextInLineLooksAgainSoonerThanTheOthers() {
    assertThat(Facts.ofRun().turn(new Turn.Behind(1, "mail-daily-1")).decideAt(TEN))
        .isEqualTo(new StayQueued(TEN.plusSeconds(60), 1, "mail-daily-1"));
  }

  @Test
  void doesNotQueueForMoreThanADay() {
    Facts run = Facts.ofRun().phase(RunPhase.QUEUED).turn(new Turn.Behind(1, "mail-daily-1"));

    assertThat(run.decideAfter(LIMITS.queued().minusSeconds(1))).isInstanceOf(StayQueued.class);
    assertThat(run.decideAfter(LIMITS.queued()))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(Facts.reason(end)).isEqualTo(FailureReason.DEADLINE_EXCEEDED);
              assertThat(end.message()).contains("1d");
            });
  }

  @Test
  void staysPendingWhileTheRepositoryIsNotReadyButNotForEver() {
    Facts run = Facts.ofRun().repositoryNotReady("offsite does not answer");

    assertThat(run.decideAt(TEN))
        .isEqualTo(new StayPending(TEN.plusSeconds(300), "offsite does not answer"));
    assertThat(run.decideAfter(LIMITS.pending()))
        .isInstanceOfSatisfying(
            Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.FAILED));
  }

  @Test
  void waitsAMinuteForAPolicyThatFollowsInTheSameApply() {
    Facts run = Facts.ofRun().policy(PolicyPresence.NOT_FOUND);

    assertThat(run.decideAfter(Duration.ofSeconds(59))).isInstanceOf(StayPending.class);
    assertThat(run.decideAfter(Duration.ofSeconds(60)))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(Objects.requireNonNull(end.failure()).reason())
                  .isEqualTo(FailureReason.POLICY_NOT_FOUND);
            });
  }

  @Test
  void isCancelledAtOnceWhenItsPolicyIsDeletedBeforeItStarts() {
    assertThat(Facts.ofRun().policy(PolicyPresence.DELETED).decideAt(TEN))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED);
              assertThat(end.message()).contains("payroll was deleted");
            });
  }

  @Test
  void isCancelledOnRequestBeforeItStarts() {
    for (RunPhase phase : List.of(RunPhase.PENDING, RunPhase.QUEUED)) {
      assertThat(Facts.ofRun().phase(phase).cancelled().decideAt(TEN))
          .isInstanceOfSatisfying(
              Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED));
    }
  }

  @Test
  void whatItsPolicyDoesNotCopyIsRefusedWhoseverTurnItIs() {
    for (Turn turn : List.of(new Turn.Mine(), new Turn.Behind(1, "mail-daily-1"))) {
      assertThat(Facts.ofRun().refused("not shop").turn(turn).decideAt(TEN))
          .isInstanceOfSatisfying(
              Finish.class,
              end -> {
                assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
                assertThat(Facts.reason(end)).isEqualTo(FailureReason.NOT_IN_POLICY);
                assertThat(end.message()).isEqualTo("not shop");
              });
    }
  }

  @Test
  void whatIsRefusedAfterAnAttemptIsNotTriedAgain() {
    Instant retryAt = TEN.plusSeconds(30);
    Failure before = new Failure(FailureReason.SOURCE_UNREACHABLE, "away");

    assertThat(Facts.failedOnce(1, retryAt, before).refused("no more").decideAt(retryAt))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(Facts.reason(end)).isEqualTo(FailureReason.NOT_IN_POLICY);
              assertThat(end.known().attempt()).isEqualTo(1);
            });
  }

  @Test
  void recordsAMissedRunWithoutStartingAnything() {
    assertThat(Facts.ofRun().missed("3 runs were missed").decideAt(TEN))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.MISSED);
              assertThat(end.failure()).isNull();
              assertThat(end.message()).isEqualTo("3 runs were missed");
            });
  }

  @Test
  void saysSoWhenAJobOfItsNameIsNotOurs() {
    assertThat(Facts.ofRun().worker(new WorkerFact.Foreign("payroll-daily-1-1")).decideAt(TEN))
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
              assertThat(end.message()).contains("payroll-daily-1-1");
            });
  }

  @Test
  void adoptsTheJobThatAnEarlierOperatorCreatedJustBeforeItDied() {
    Facts run = Facts.ofRun().phase(RunPhase.QUEUED).pod(new PodFact.Running("pod-1", null));

    assertThat(run.stepAfter(Duration.ofMinutes(1)))
        .isEqualTo(new WorkerStep.Watch(attempt(1, null, null), true, TEN.plusSeconds(70)));
  }

  @Test
  void keepsTheLogForAWhileAndClearsUpThen() {
    Instant end = TEN.plusSeconds(700);
    AttemptMemory known = attempt(1, null, null);
    Facts run =
        Facts.ofRun().memory(Facts.ended(RunPhase.SUCCEEDED, end)).ended(null, HowEnded.EXITED);

    assertThat(run.stepAt(end.plusSeconds(1)))
        .isEqualTo(new WorkerStep.Rest(known, end.plus(LIMITS.worker().keep())));
    assertThat(run.stepAt(end.plus(LIMITS.worker().keep()))).isInstanceOf(WorkerStep.Clear.class);
    assertThat(run.worker(new WorkerFact.None()).stepAt(end))
        .isEqualTo(new WorkerStep.Rest(known, null));
  }

  @Test
  void clearsUpAtOnceWhenARunHasEndedButItsWorkerHasNot() {
    Facts run =
        Facts.ofRun()
            .memory(Facts.ended(RunPhase.FAILED, TEN))
            .pod(new PodFact.Running("pod-1", null));

    assertThat(run.stepAt(TEN.plusSeconds(1))).isInstanceOf(WorkerStep.Clear.class);
  }
}
