package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import dev.salvaguarda.domain.run.WorkerFact.HowEnded;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to a run before its first attempt and after its end. */
class RunLifeTest {

  @Test
  void claimsItsTurnWhenNobodyComesFirst() {
    assertThat(Facts.ofRun().turn(new Turn.Free()).decideAt(TEN)).isEqualTo(new ClaimTurn());
  }

  @Test
  void startsOnceItHoldsTheLease() {
    assertThat(Facts.ofRun().decideAt(TEN))
        .isEqualTo(new StartAttempt(1, List.of(), TEN.plus(LIMITS.active())));
  }

  @Test
  void queuesVisiblyBehindOthers() {
    RunDecision decision = Facts.ofRun().turn(new Turn.Behind(2, "mail-daily-1")).decideAt(TEN);

    assertThat(decision).isEqualTo(new StayQueued(TEN.plusSeconds(15), 2, "mail-daily-1"));
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
        .isEqualTo(new StayPending(TEN.plusSeconds(15), "offsite does not answer"));
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
            Finish.class, end -> assertThat(end.phase()).isEqualTo(RunPhase.CANCELLED));
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

    assertThat(run.decideAfter(Duration.ofMinutes(1)))
        .isEqualTo(new RunDecision.Watch(1, TEN, TEN.plusSeconds(70)));
  }

  @Test
  void keepsTheLogForAWhileAndClearsUpThen() {
    Instant end = TEN.plusSeconds(700);
    Facts run =
        Facts.ofRun()
            .memory(new RunMemory(RunPhase.SUCCEEDED, 1, TEN, null, null, end, Ledger.empty()))
            .ended(null, HowEnded.EXITED);

    assertThat(run.decideAt(end.plusSeconds(1))).isEqualTo(new Rest(end.plus(LIMITS.keepWorker())));
    assertThat(run.decideAt(end.plus(LIMITS.keepWorker()))).isEqualTo(new ClearWorker());
    assertThat(run.worker(new WorkerFact.None()).decideAt(end)).isEqualTo(new Rest(null));
  }

  @Test
  void clearsUpAtOnceWhenARunHasEndedButItsWorkerHasNot() {
    Facts run =
        Facts.ofRun()
            .memory(new RunMemory(RunPhase.FAILED, 1, TEN, null, null, TEN, Ledger.empty()))
            .pod(new PodFact.Running("pod-1", null));

    assertThat(run.decideAt(TEN.plusSeconds(1))).isEqualTo(new ClearWorker());
  }
}
