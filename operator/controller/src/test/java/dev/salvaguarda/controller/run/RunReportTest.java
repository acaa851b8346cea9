package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.api.run.TargetStatus;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.SizeText;
import dev.salvaguarda.domain.run.Answers;
import dev.salvaguarda.domain.run.Ledger;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunFacts;
import dev.salvaguarda.domain.run.RunLimits;
import dev.salvaguarda.domain.run.RunSelf;
import dev.salvaguarda.domain.run.Surroundings;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status that follows from what was seen and decided. */
class RunReportTest {
  private static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  private static final Instant LATER = TEN.plusSeconds(600);
  private static final WorkerLimits LIMITS = WorkerLimits.defaults();
  private static final AttemptMemory FIRST = AttemptMemory.none().starting(LIMITS, TEN);
  private static final Failure DOWN =
      new Failure(FailureReason.SOURCE_UNREACHABLE, "db.example.org did not answer.");

  @Test
  void aRunThatWaitsSaysForWhomAndInWhichPlace() {
    BackupRunStatus status = report(null, new StayQueued(LATER, 2, "mail-1"));

    assertThat(status.phase()).isEqualTo(RunPhase.QUEUED);
    assertThat(status.queue()).isEqualTo(new BackupRunStatus.QueueStatus(2, "mail-1"));
    assertThat(status.reason()).isEqualTo("WaitingForGroup");
    assertThat(status.message()).isEqualTo("Waits for mail-1; number 2 in line.");
  }

  @Test
  void aRunThatWaitsNamesTheGroupInWhichItDoes() {
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            metadata: {name: payroll, namespace: finance}
            spec:
              concurrencyGroup: night
              schedules: [{name: daily, cron: "0 22 * * *"}]
              source: {postgresql: {host: db.example.org, credentialsRef: {name: reader}}}
              repositories: [{name: offsite}]
            """,
            BackupPolicy.class);

    BackupRunStatus status =
        next(seen(null, null, List.of(), policy), new StayQueued(LATER, 2, "mail-1"));

    assertThat(status.message())
        .isEqualTo("Waits for mail-1; number 2 in line of the concurrency group night.");
  }

  @Test
  void aRunWhoseRepositoryIsNotReadyIsPending() {
    BackupRunStatus status = report(null, new StayPending(LATER, "Repository offsite is down."));

    assertThat(status.phase()).isEqualTo(RunPhase.PENDING);
    assertThat(status.message()).isEqualTo("Repository offsite is down.");
  }

  @Test
  void theDeadlineIsWrittenWhenTheFirstAttemptStarts() {
    BackupRunStatus status = report(null, new Lead(new WorkerStep.Start(FIRST, TEN)));

    assertThat(status.phase()).isEqualTo(RunPhase.STARTING);
    assertThat(status.attempt()).isEqualTo(1);
    assertThat(status.startTime()).isEqualTo(TEN);
    assertThat(status.deadline()).isEqualTo(TEN.plus(Duration.ofHours(6)));
    assertThat(StatusMemory.of(status).attempts()).isEqualTo(FIRST);
  }

  @Test
  void aPodThatDoesNotStartIsToldFromOneThatWorks() {
    PodFact stuck = new PodFact.Waiting("pod-1", "ImagePullBackOff: no such image");
    BackupRunStatus starting =
        next(seen(null, stuck, List.of()), new Lead(new WorkerStep.Watch(FIRST, false, LATER)));
    BackupRunStatus working =
        next(
            seen(starting, new PodFact.Running("pod-1", null), List.of()),
            new Lead(new WorkerStep.Watch(FIRST, true, LATER)));

    assertThat(starting.phase()).isEqualTo(RunPhase.STARTING);
    assertThat(starting.reason()).isEqualTo("WorkerNotStarted");
    assertThat(starting.message())
        .isEqualTo("The pod of attempt 1 does not start yet: ImagePullBackOff: no such image");
    assertThat(working.phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(working.reason()).isNull();
  }

  @Test
  void aLogIsKeptWithTheNumberOfItsAttempt() {
    BackupRunStatus failed =
        next(
            seen(null, null, List.of("could not connect")),
            new RetryLater(FIRST.failed(DOWN, LATER), DOWN, Ledger.empty(), false, LATER));
    AttemptMemory second = StatusMemory.of(failed).attempts().starting(LIMITS, LATER);
    BackupRunStatus again = report(failed, new Lead(new WorkerStep.Start(second, LATER)));

    assertThat(again.attempt()).isEqualTo(2);
    assertThat(again.logTail()).containsExactly("could not connect");
    assertThat(again.logAttempt()).isEqualTo(1);
  }

  @Test
  void anAttemptWithoutALogDoesNotShowThatOfTheOneBefore() {
    BackupRunStatus failed =
        next(
            seen(null, null, List.of("could not connect")),
            new RetryLater(FIRST.failed(DOWN, LATER), DOWN, Ledger.empty(), false, LATER));
    AttemptMemory second = StatusMemory.of(failed).attempts().starting(LIMITS, LATER);
    BackupRunStatus lost =
        report(
            failed,
            new Finish(
                dev.salvaguarda.domain.run.RunPhase.FAILED,
                second,
                DOWN,
                DOWN.message(),
                Ledger.empty(),
                false,
                LATER));

    assertThat(lost.logTail()).isEmpty();
    assertThat(lost.logAttempt()).isNull();
  }

  @ParameterizedTest
  @EnumSource(dev.salvaguarda.domain.run.RunPhase.class)
  void everyPhaseHasItsNameInTheResource(dev.salvaguarda.domain.run.RunPhase phase) {
    RunPhase shown = RunPhase.valueOf(phase.name());

    assertThat(shown.isFinal()).isEqualTo(phase.isTerminal());
    assertThat(shown.isActive()).isEqualTo(phase.isActive());
    assertThat(Serialization.asJson(shown)).isEqualTo("\"" + phase.wireName() + "\"");
  }

  @Test
  void aRunThatFellShortSaysHowManyTargetsHaveACopy() {
    TargetResult stored =
        new TargetResult("share", Outcome.DEGRADED, null, "f".repeat(64), 9L, 5, 1, null, DOWN);
    TargetResult failed = new TargetResult("mail", Outcome.FAILED, null, null, 0, 0, null, DOWN);
    BackupRunStatus status =
        report(
            null,
            new Finish(
                dev.salvaguarda.domain.run.RunPhase.DEGRADED,
                FIRST,
                DOWN,
                DOWN.message(),
                new Ledger(List.of(stored, failed), 0, TEN, 5, 1, 0, List.of()),
                false,
                LATER));

    assertThat(Objects.requireNonNull(status.summary()).progress()).isEqualTo("1/2 targets");
    assertThat(status.targets()).extracting(TargetStatus::size).containsExactly(9L, null);
    assertThat(StatusMemory.of(status).ledger().targets().getFirst()).isEqualTo(stored);
  }

  @Test
  void peakMemoryIsNeverForgottenBetweenAttempts() {
    Ledger large = new Ledger(List.of(), 0, null, 0, 0, 300L << 20, List.of());
    BackupRunStatus status =
        report(null, new RetryLater(FIRST.failed(DOWN, LATER), DOWN, large, false, LATER));

    assertThat(Objects.requireNonNull(status.worker()).peakMemory())
        .isEqualTo(SizeText.of(300L << 20));
    assertThat(StatusMemory.of(status).ledger().peakMemoryBytes()).isEqualTo(300L << 20);
  }

  @Test
  void theFullestStatusHasAtMost32KibibytesAndNamesWhatNeedsAPersonFirst() {
    List<TargetResult> targets = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      boolean bad = i >= 90;
      String name = "database_%03d_%s".formatted(i, "n".repeat(50));
      targets.add(
          new TargetResult(
              name,
              bad ? Outcome.FAILED : Outcome.SUCCEEDED,
              null,
              bad ? null : "f".repeat(64),
              Long.MAX_VALUE,
              Long.MAX_VALUE,
              Long.MAX_VALUE,
              bad ? null : "e".repeat(64),
              bad ? new Failure(FailureReason.DUMP_FAILED, "m".repeat(2000)) : null));
    }
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add("l".repeat(512));
    }
    Ledger ledger =
        new Ledger(targets, 0, TEN, Long.MAX_VALUE, Long.MAX_VALUE, 1L << 30, List.of());
    Failure failure = new Failure(FailureReason.DUMP_FAILED, "x".repeat(4000));
    BackupRunStatus status =
        next(
            seen(null, null, log),
            new Finish(
                dev.salvaguarda.domain.run.RunPhase.DEGRADED,
                FIRST,
                failure,
                failure.message(),
                ledger,
                false,
                LATER));

    assertThat(status.targets()).hasSize(50);
    assertThat(status.targets().subList(0, 30))
        .extracting(TargetStatus::phase)
        .containsOnly(TargetStatus.Phase.FAILED);
    assertThat(status.targetsOmitted()).isEqualTo(70);
    assertThat(Serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(32 << 10);
  }

  @Test
  void aRunOfWhichNothingIsLeftToDoSaysSoAndNothingElseOfItChanges() {
    BackupRunStatus end = ended();
    Instant kept = LATER.plus(LIMITS.keep());

    assertThat(RunReport.next(seen(end, null, List.of()), rest(null), kept))
        .isEqualTo(end.asSettled());
  }

  @Test
  void aRunOfWhichSomethingIsLeftToDoIsNotSettled() {
    BackupRunStatus end = ended();
    Instant kept = LATER.plus(LIMITS.keep());
    RunSeen seen = seen(end, null, List.of());
    PodFact pod = new PodFact.Waiting("pod-1", "");

    assertThat(RunReport.next(seen, rest(null), kept.minusSeconds(1))).isEqualTo(end);
    assertThat(RunReport.next(seen, rest(kept.plusSeconds(9)), kept)).isEqualTo(end);
    assertThat(RunReport.next(seen, new Lead(new WorkerStep.Clear(FIRST, kept)), kept))
        .isEqualTo(end);
    assertThat(RunReport.next(seen(end, pod, List.of()), rest(null), kept)).isEqualTo(end);
  }

  @Test
  void nothingWrittenIntoTheSpecOfAnEndedRunMakesItsStatusOutOfDate() {
    BackupRunStatus end = ended();

    assertThat(end.observedGeneration()).isNull();
    assertThat(end.conditions())
        .extracting(Condition::getType)
        .containsExactlyInAnyOrder("Complete", "Uploaded");
    assertThat(end.conditions()).extracting(Condition::getObservedGeneration).containsOnlyNulls();
  }

  private static BackupRunStatus ended() {
    return report(
        null,
        new Finish(
            dev.salvaguarda.domain.run.RunPhase.SUCCEEDED,
            FIRST,
            null,
            "All is well.",
            Ledger.empty(),
            false,
            LATER));
  }

  private static Lead rest(@Nullable Instant next) {
    return new Lead(new WorkerStep.Rest(FIRST, next));
  }

  private static BackupRunStatus report(@Nullable BackupRunStatus old, Step step) {
    return next(seen(old, null, List.of()), step);
  }

  private static BackupRunStatus next(RunSeen seen, Step step) {
    return RunReport.next(seen, step, LATER);
  }

  private static RunSeen seen(
      @Nullable BackupRunStatus old, @Nullable PodFact pod, List<String> log) {
    return seen(old, pod, log, null);
  }

  private static RunSeen seen(
      @Nullable BackupRunStatus old,
      @Nullable PodFact pod,
      List<String> log,
      @Nullable BackupPolicy policy) {
    BackupRun run =
        Serialization.unmarshal(
            """
            metadata:
              {name: first, namespace: finance, uid: uid-1, generation: 1, creationTimestamp: "2026-03-01T22:00:00Z"}
            spec: {policyRef: {name: payroll}}
            """,
            BackupRun.class);
    run.setStatus(old);
    WorkerFact fact =
        pod == null ? new WorkerFact.None() : new WorkerFact.Present(1, TEN, null, false, pod);
    RunFacts facts =
        new RunFacts(
            new RunSelf("first", "uid-1", "payroll", TEN, false, null, List.of()),
            StatusMemory.of(old),
            new Surroundings(PolicyPresence.PRESENT, new Readiness.Ready(), new Turn.Mine(), false),
            fact,
            null,
            Answers.none(),
            RunLimits.of(LIMITS));
    return new RunSeen(
        run, policy, null, List.of(), facts, new WorkerSeen(fact, null, null), null, log);
  }
}
