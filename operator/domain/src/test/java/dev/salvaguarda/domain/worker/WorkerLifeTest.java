package dev.salvaguarda.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerStep.AwaitGone;
import dev.salvaguarda.domain.worker.WorkerStep.Force;
import dev.salvaguarda.domain.worker.WorkerStep.Over;
import dev.salvaguarda.domain.worker.WorkerStep.Stop;
import dev.salvaguarda.domain.worker.WorkerStep.Watch;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkerLifeTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final WorkerLimits LIMITS =
      WorkerLimits.defaults().withActive(Duration.ofHours(2));
  private static final Failure AWAY = new Failure(FailureReason.SOURCE_UNREACHABLE, "no answer");
  private static final AttemptMemory FIRST = AttemptMemory.none().starting(LIMITS, TEN);
  private static final AttemptMemory FAILED = FIRST.failed(AWAY, TEN.plusSeconds(30));
  private static final PodFact RUNNING = new PodFact.Running("pod", null);

  @Test
  void whatKubernetesSaysOfAPodThatNeverRanIsOneSentence() {
    Present waiting = present(null, new PodFact.Waiting("pod", "no node has 512Mi left."));

    assertThat(decide(FIRST, waiting, TEN.plus(LIMITS.start())))
        .isInstanceOfSatisfying(
            Over.class,
            over ->
                assertThat(over.ending())
                    .isEqualTo(
                        new Ending.NeverRan(
                            TEN.plus(LIMITS.start()),
                            new Failure(
                                FailureReason.WORKER_NOT_STARTED,
                                "The pod did not start within 10m: no node has 512Mi left."))));
  }

  @Test
  void aYoungPodIsLookedAtMoreOftenThanOneThatHangs() {
    Present waiting = present(null, new PodFact.Waiting("pod", ""));

    assertThat(decide(FIRST, waiting, TEN.plusSeconds(29)))
        .isEqualTo(new Watch(FIRST, false, TEN.plusSeconds(39)));
    assertThat(decide(FIRST, waiting, TEN.plusSeconds(30)))
        .isEqualTo(new Watch(FIRST, false, TEN.plusSeconds(90)));
    assertThat(decide(FIRST, waiting, TEN.plus(LIMITS.start()).minusSeconds(5)))
        .isEqualTo(new Watch(FIRST, false, TEN.plus(LIMITS.start())));
  }

  @Test
  void anEndedJobWithoutItsPodIsOver() {
    Present lost = new Present(1, TEN, null, true, new PodFact.Missing());
    Present notYet = new Present(1, TEN, null, false, new PodFact.Missing());

    assertThat(decide(FIRST, lost, TEN.plusSeconds(5))).isInstanceOf(Over.class);
    assertThat(decide(FIRST, notYet, TEN.plusSeconds(5))).isInstanceOf(Watch.class);
  }

  @Test
  void theProgramOfAFailedAttemptIsStoppedThenAwaitedThenForcedThenGivenUp() {
    Instant asked = TEN.plusSeconds(60);
    Instant patience = asked.plus(LIMITS.stop());
    Present stopping = present(asked, RUNNING);

    assertThat(decide(FAILED, present(null, RUNNING), asked)).isInstanceOf(Stop.class);
    assertThat(decide(FAILED, stopping, patience.minusSeconds(1))).isInstanceOf(AwaitGone.class);
    assertThat(decide(FAILED, stopping, patience)).isInstanceOf(Force.class);
    assertThat(decide(FAILED, stopping, patience.plus(LIMITS.stop()).minusSeconds(1)))
        .isInstanceOf(Force.class);
    assertThat(decide(FAILED, stopping, patience.plus(LIMITS.stop())))
        .isInstanceOfSatisfying(
            Over.class,
            over -> assertThat(over.ending()).isEqualTo(new Ending.GivenUp(AWAY, true)));
  }

  @Test
  void aFailedAttemptNearTheDeadlineIsStillForcedOnce() {
    Instant asked = TEN.plus(LIMITS.active());
    Instant patience = asked.plus(LIMITS.stop());
    Present stopping = present(asked, RUNNING);

    assertThat(decide(FAILED, stopping, patience)).isInstanceOf(Force.class);
    assertThat(decide(FAILED, stopping, patience.plusSeconds(10))).isInstanceOf(Over.class);
  }

  @Test
  void aNewerAttemptThanTheOneThatFailedIsWatched() {
    Present second = new Present(2, TEN.plusSeconds(40), null, false, RUNNING);

    assertThat(decide(FAILED, second, TEN.plusSeconds(41)))
        .isInstanceOfSatisfying(
            Watch.class,
            watch -> {
              assertThat(watch.known().attempt()).isEqualTo(2);
              assertThat(watch.known().retryAt()).isNull();
              assertThat(watch.known().deadline()).isEqualTo(FIRST.deadline());
            });
  }

  private static Present present(@Nullable Instant stoppingSince, PodFact pod) {
    return new Present(1, TEN, stoppingSince, false, pod);
  }

  private static WorkerStep decide(AttemptMemory memory, WorkerFact worker, Instant now) {
    return WorkerLife.decide(memory, worker, LIMITS, null, true, now);
  }
}
