package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.AskRepository;
import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.AwaitRetry;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import dev.salvaguarda.domain.run.WorkerFact.Present;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What happens to a run while it has a worker, and between two. */
class AttemptTest {
  private static final Failure UNREACHABLE =
      new Failure(FailureReason.SOURCE_UNREACHABLE, "db.example.org did not answer.");

  @Test
  void watchesAWorkerThatWorks() {
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", null));

    assertThat(run.decideAfter(Duration.ofMinutes(5)))
        .isEqualTo(new Watch(1, TEN, TEN.plusSeconds(310)));
  }

  @Test
  void givesUpOnAPodThatDoesNotStartAndSaysWhatKubernetesSaid() {
    Facts run =
        Facts.running().pod(new PodFact.Waiting("pod-1", "ImagePullBackOff: no such image"));

    assertThat(run.decideAfter(LIMITS.start().minusSeconds(1))).isInstanceOf(Watch.class);
    assertThat(run.decideAfter(LIMITS.start()))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_NOT_STARTED);
              assertThat(retry.failure().message())
                  .isEqualTo("The pod did not start within 10m: ImagePullBackOff: no such image.");
              assertThat(retry.clear()).isTrue();
            });
  }

  @Test
  void stopsTheWorkerOfACancelledRun() {
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", null)).cancelled();

    assertThat(run.decideAfter(Duration.ofMinutes(1)))
        .isInstanceOfSatisfying(
            StopWorker.class,
            stop -> assertThat(stop.why().reason()).isEqualTo(FailureReason.CANCELLED));
  }

  @Test
  void endsAsCancelledOnceTheWorkerIsGone() {
    Facts run = Facts.running().cancelled();

    assertThat(run.decideAfter(Duration.ofMinutes(1))).isEqualTo(new AskRepository());
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

    assertThat(run.decideAfter(LIMITS.active()))
        .isInstanceOfSatisfying(
            StopWorker.class,
            stop -> assertThat(stop.why().reason()).isEqualTo(FailureReason.DEADLINE_EXCEEDED));
    assertThat(Facts.running().holding().decideAfter(LIMITS.active()))
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

    assertThat(run.decideAt(asked.plusSeconds(1))).isInstanceOf(AwaitEnd.class);
    assertThat(run.decideAt(asked.plus(LIMITS.stop()))).isInstanceOf(ForceWorker.class);
    assertThat(run.decideAt(asked.plus(LIMITS.stop().multipliedBy(2))))
        .isEqualTo(new AskRepository());
    assertThat(run.holding().decideAt(asked.plus(LIMITS.stop().multipliedBy(2))))
        .isInstanceOf(Finish.class);
  }

  @Test
  void removesThePodOfALostNodeByForce() {
    Instant goneAt = TEN.plusSeconds(330);
    Facts run = Facts.running().pod(new PodFact.Running("pod-1", goneAt));

    assertThat(run.decideAt(goneAt)).isInstanceOf(AwaitEnd.class);
    assertThat(run.decideAt(goneAt.plus(LIMITS.stop()))).isInstanceOf(ForceWorker.class);
  }

  @Test
  void triesAgainWhenItsJobWasDeletedByAPerson() {
    assertThat(Facts.running().decideAfter(Duration.ofMinutes(3))).isEqualTo(new AskRepository());
    assertThat(Facts.running().holding().decideAfter(Duration.ofMinutes(3)))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST);
              assertThat(retry.at()).isAfter(TEN.plusSeconds(180));
            });
  }

  @Test
  void startsTheNextAttemptOnlyAfterTheBackOff() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run = Facts.failedOnce(1, retryAt, UNREACHABLE);

    assertThat(run.decideAt(retryAt.minusSeconds(1))).isEqualTo(new AwaitRetry(retryAt));
    assertThat(run.decideAt(retryAt))
        .isEqualTo(new StartAttempt(2, List.of(), TEN.plus(LIMITS.active())));
  }

  @Test
  void neverStartsAnAttemptWhileTheLastOneMayStillWrite() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run = Facts.failedOnce(1, retryAt, UNREACHABLE).pod(new PodFact.Running("pod-1", null));

    assertThat(run.decideAt(retryAt.plusSeconds(5))).isInstanceOf(StopWorker.class);
    assertThat(
            run.stopping(retryAt, new PodFact.Running("pod-1", retryAt))
                .decideAt(retryAt.plusSeconds(5)))
        .isInstanceOf(AwaitEnd.class);
  }

  @Test
  void adoptsTheSecondAttemptThatStatusHasNotHeardOf() {
    Instant retryAt = TEN.plusSeconds(700);
    Facts run =
        Facts.failedOnce(1, retryAt, UNREACHABLE)
            .worker(new Present(2, retryAt, null, false, new PodFact.Running("pod-2", null)));

    assertThat(run.decideAt(retryAt.plusSeconds(5)))
        .isEqualTo(new Watch(2, TEN, retryAt.plusSeconds(15)));
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
