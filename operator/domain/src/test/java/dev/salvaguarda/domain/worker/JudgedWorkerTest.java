package dev.salvaguarda.domain.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerStep.Clear;
import dev.salvaguarda.domain.worker.WorkerStep.Force;
import dev.salvaguarda.domain.worker.WorkerStep.Rest;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgedWorkerTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant END = TEN.plusSeconds(3600);
  private static final WorkerLimits LIMITS =
      WorkerLimits.defaults().withKeep(Duration.ofMinutes(7)).withRetry(Duration.ofSeconds(2));
  private static final AttemptMemory KNOWN = AttemptMemory.none().starting(LIMITS, TEN);
  private static final PodFact ENDED = new PodFact.Ended("pod", END, HowEnded.EXITED, "", "");

  @Test
  void nothingIsToBeDoneWithoutAJobOfOurs() {
    assertThat(decide(new WorkerFact.None(), END, END)).isEqualTo(new Rest(KNOWN, null));
    assertThat(decide(new WorkerFact.Foreign("job"), END, END)).isEqualTo(new Rest(KNOWN, null));
  }

  @Test
  void theJobStaysForAWhileAfterTheEnd() {
    Instant until = END.plus(LIMITS.keep());

    assertThat(decide(present(null, ENDED), END, until.minusSeconds(1)))
        .isEqualTo(new Rest(KNOWN, until));
    assertThat(decide(present(null, ENDED), END, until)).isInstanceOf(Clear.class);
  }

  @Test
  void whereNobodyWroteDownTheEndTheJobStaysFromItsCreation() {
    Instant until = TEN.plus(LIMITS.keep());

    assertThat(decide(present(null, ENDED), null, until.minusSeconds(1)))
        .isEqualTo(new Rest(KNOWN, until));
    assertThat(decide(present(null, ENDED), null, until)).isInstanceOf(Clear.class);
  }

  @Test
  void aProgramThatStillRunsGoesAtOnce() {
    assertThat(decide(present(null, new PodFact.Running("pod", null)), END, END))
        .isInstanceOf(Clear.class);
  }

  @Test
  void aStubbornPodIsWaitedForThenForcedThenLeft() {
    Present stubborn = present(END, new PodFact.Running("pod", END));
    Instant patience = END.plus(LIMITS.stop());

    assertThat(decide(stubborn, END, patience.minusSeconds(1)))
        .isEqualTo(new Rest(KNOWN, patience));
    assertThat(decide(stubborn, END, patience)).isInstanceOf(Force.class);
    assertThat(decide(stubborn, END, patience.plus(LIMITS.stop()).minusSeconds(1)))
        .isInstanceOf(Force.class);
    assertThat(decide(stubborn, END, patience.plus(LIMITS.stop())))
        .isEqualTo(new Rest(KNOWN, null));
  }

  private static Present present(@Nullable Instant stoppingSince, PodFact pod) {
    return new Present(1, TEN, stoppingSince, true, pod);
  }

  private static WorkerStep decide(WorkerFact worker, @Nullable Instant endedAt, Instant now) {
    return JudgedWorker.decide(KNOWN, worker, LIMITS, endedAt, now);
  }
}
