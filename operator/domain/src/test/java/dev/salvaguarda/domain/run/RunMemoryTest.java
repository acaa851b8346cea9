package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.TEN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RunMemoryTest {
  private static final AttemptMemory FIRST = Facts.attempt(1, null, null);
  private static final Failure WHY = new Failure(FailureReason.CANCELLED, "asked to");

  @Test
  void aRunThatWasQueuedIsNotPendingAgain() {
    StayPending wait = new StayPending(TEN, "the repository is not ready");

    assertThat(in(RunPhase.QUEUED).after(wait, TEN).phase()).isEqualTo(RunPhase.QUEUED);
    assertThat(in(RunPhase.PENDING).after(wait, TEN).phase()).isEqualTo(RunPhase.PENDING);
    assertThat(in(RunPhase.PENDING).after(new StayQueued(TEN, 1, "other"), TEN).phase())
        .isEqualTo(RunPhase.QUEUED);
  }

  @Test
  void startsUntilItsProgramRuns() {
    assertThat(led(RunPhase.QUEUED, new WorkerStep.Start(FIRST, TEN))).isEqualTo(RunPhase.STARTING);
    assertThat(led(RunPhase.STARTING, new WorkerStep.Watch(FIRST, false, TEN)))
        .isEqualTo(RunPhase.STARTING);
    assertThat(led(RunPhase.STARTING, new WorkerStep.Watch(FIRST, true, TEN)))
        .isEqualTo(RunPhase.RUNNING);
  }

  static Stream<WorkerStep> stepsThatEndAnAttempt() {
    return Stream.of(
        new WorkerStep.Stop(FIRST, WHY, TEN),
        new WorkerStep.Force(FIRST, TEN),
        new WorkerStep.AwaitGone(FIRST, "it is on its way out", TEN),
        new WorkerStep.AwaitRetry(FIRST, TEN),
        new WorkerStep.Clear(FIRST, TEN),
        new WorkerStep.Rest(FIRST, TEN));
  }

  @ParameterizedTest
  @MethodSource("stepsThatEndAnAttempt")
  void staysWhatItWasWhileAnAttemptEnds(WorkerStep step) {
    assertThat(led(RunPhase.STARTING, step)).isEqualTo(RunPhase.STARTING);
    assertThat(led(RunPhase.RUNNING, step)).isEqualTo(RunPhase.RUNNING);
    assertThat(led(RunPhase.PENDING, step)).isEqualTo(RunPhase.RUNNING);
    assertThat(new Lead(step).next()).isEqualTo(TEN);
  }

  @ParameterizedTest
  @EnumSource(RunPhase.class)
  void aRunThatHasEndedStaysAsItEnded(RunPhase phase) {
    if (phase.isTerminal()) {
      assertThat(in(phase).after(new Lead(new WorkerStep.Clear(FIRST, TEN)), TEN))
          .isEqualTo(in(phase));
    }
    assertThat(Stream.of(phase.isTerminal(), phase.isActive(), phase.isWaiting()))
        .as("each phase is of one sort")
        .containsOnlyOnce(true);
  }

  @Test
  void phasesAreWrittenAsKubernetesWritesThem() {
    assertThat(RunPhase.SUCCEEDED.wireName()).isEqualTo("Succeeded");
  }

  private static RunPhase led(RunPhase phase, WorkerStep step) {
    return in(phase).after(new Lead(step), TEN).phase();
  }

  private static RunMemory in(RunPhase phase) {
    return new RunMemory(phase, AttemptMemory.none(), null, Ledger.empty());
  }
}
