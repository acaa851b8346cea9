package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.result;
import static dev.salvaguarda.domain.run.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.run.RunDecision.BeginHooks;
import dev.salvaguarda.domain.run.RunDecision.CallHooks;
import dev.salvaguarda.domain.run.RunDecision.Close;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.Lead;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HookedRunTest {
  private static final Instant LATER = TEN.plusSeconds(900);
  private static final HookFacts.Try UNHEARD = new HookFacts.Unheard();
  private static final HookCall BEFORE = hook("on", Side.BEFORE);
  private static final HookCall AFTER = hook("off", Side.AFTER);

  private static HookCall hook(String name, Side side) {
    return HookCall.pending(name, side, Duration.ofSeconds(30));
  }

  private static HookCall in(State state, HookCall hook) {
    return new HookCall(hook.name(), hook.side(), hook.timeout(), state, 1, TEN, TEN, "status 1");
  }

  private static final List<HookCall> OPENED = List.of(in(State.SUCCEEDED, BEFORE), AFTER);

  private static RunDecision decide(
      Facts run, List<HookCall> hooks, @Nullable Verdict verdict, HookFacts.Try current) {
    return decideAt(LATER, run, hooks, verdict, current);
  }

  private static RunDecision decideAt(
      Instant now,
      Facts run,
      List<HookCall> hooks,
      @Nullable Verdict verdict,
      HookFacts.Try current) {
    RunFacts plain = run.facts();
    RunMemory memory = plain.memory();
    return RunLife.decide(
        new RunFacts(
            plain.self(),
            new RunMemory(
                memory.phase(),
                memory.attempts(),
                memory.endedAt(),
                memory.ledger(),
                hooks,
                verdict),
            plain.around(),
            plain.worker(),
            plain.reported(),
            plain.answers(),
            plain.limits(),
            new HookFacts(List.of(BEFORE, AFTER), current)),
        now);
  }

  private static RunDecision decide(Facts run, List<HookCall> hooks) {
    return decide(run, hooks, null, UNHEARD);
  }

  private static Facts unstarted() {
    return Facts.ofRun().phase(RunPhase.STARTING);
  }

  private static Finish closed(RunDecision decision) {
    assertThat(decision).isInstanceOf(Close.class);
    return ((Close) decision).end();
  }

  @Test
  void hooksBeginWhenItIsTheRunsTurnAndNotWhileItWaits() {
    assertThat(decide(Facts.ofRun().turn(new Turn.Behind(1, "mail")), List.of()))
        .isInstanceOf(StayQueued.class);
    assertThat(decide(Facts.ofRun(), List.of()))
        .isEqualTo(new BeginHooks(List.of(BEFORE, AFTER), LATER));
  }

  @Test
  void aRunThatNeverBeganCallsNothing() {
    assertThat(decide(Facts.ofRun().cancelled(), List.of())).isInstanceOf(Finish.class);
    assertThat(decide(Facts.ofRun().missed("not started in time"), List.of()))
        .isInstanceOf(Finish.class);
    assertThat(decide(Facts.ofRun().policy(PolicyPresence.DELETED), List.of()))
        .isInstanceOf(Finish.class);
  }

  @Test
  void theFirstAttemptStartsOnceTheHooksBeforeItSucceeded() {
    assertThat(decide(unstarted(), List.of(BEFORE, AFTER))).isInstanceOf(CallHooks.class);
    assertThat(decideAt(TEN.plusSeconds(60), unstarted(), OPENED, null, UNHEARD))
        .isInstanceOfSatisfying(
            Lead.class, lead -> assertThat(lead.step()).isInstanceOf(WorkerStep.Start.class));
  }

  @Test
  void aHookBeforeThatFailedMeansNoWorkerAndTheHooksAfter() {
    Finish end = closed(decide(unstarted(), List.of(in(State.FAILED, BEFORE), AFTER)));

    assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
    assertThat(Facts.reason(end)).isEqualTo(FailureReason.BEFORE_HOOK_FAILED);
    assertThat(end.message())
        .isEqualTo("Hook on before the run failed, so nothing was copied: status 1");
    assertThat(end.known()).isEqualTo(AttemptMemory.none());
  }

  @Test
  void everyEndOfTheWorkLeadsThroughTheHooksAfterIt() {
    Map<Facts, RunPhase> ends = new LinkedHashMap<>();
    ends.put(
        Facts.running()
            .reported(result(Outcome.SUCCEEDED, null, stored("payroll")))
            .holding("payroll"),
        RunPhase.SUCCEEDED);
    ends.put(
        Facts.running()
            .reported(
                result(Outcome.FAILED, new Failure(FailureReason.SOURCE_ACCESS_DENIED, "no"))),
        RunPhase.FAILED);
    ends.put(
        Facts.running()
            .ended(null, HowEnded.OUT_OF_MEMORY)
            .log(new Answers.LogAnswer.Nothing())
            .holding(),
        RunPhase.FAILED);
    ends.put(
        Facts.running().cancelled().worker(new WorkerFact.None()).holding(), RunPhase.CANCELLED);
    ends.put(Facts.running().worker(new WorkerFact.Foreign("run-1")), RunPhase.FAILED);
    ends.put(unstarted().cancelled(), RunPhase.CANCELLED);
    ends.put(unstarted().policy(PolicyPresence.DELETED), RunPhase.CANCELLED);
    ends.put(unstarted().refused("not shop"), RunPhase.FAILED);
    ends.put(unstarted().repositoryNotReady("it is away"), RunPhase.FAILED);

    ends.forEach((run, phase) ->
        assertThat(closed(decide(run, OPENED)).phase()).as(run.toString()).isEqualTo(phase));
  }

  @Test
  void aRunWithoutHooksAfterItEndsAtOnce() {
    assertThat(decide(unstarted(), List.of(in(State.FAILED, BEFORE)))).isInstanceOf(Finish.class);
  }

  @Test
  void whatIsUnderWayEndsBeforeWhatTakesItBackIsCalled() {
    List<HookCall> begun =
        List.of(
            new HookCall(
                "on", Side.BEFORE, Duration.ofSeconds(30), State.RUNNING, 1, TEN, null, ""),
            AFTER);

    assertThat(decide(unstarted().cancelled(), begun, null, new HookFacts.UnderWay()))
        .isInstanceOf(CallHooks.class);
    assertThat(
            decide(
                unstarted().cancelled(),
                begun,
                null,
                new HookFacts.Ended(new HookOutcome(true, "status 0"))))
        .isInstanceOf(CallHooks.class);
    assertThat(decide(unstarted().cancelled(), begun)).isInstanceOf(Close.class);
  }

  @Test
  void aHookBeforeThatNobodyHeardOfIsOverOnceTheWorkIs() {
    List<HookCall> begun =
        List.of(
            new HookCall(
                "on", Side.BEFORE, Duration.ofSeconds(30), State.RUNNING, 1, TEN, null, ""),
            AFTER);
    RunDecision close = decide(unstarted().cancelled(), begun);

    List<HookCall> closing = memory(begun).after(close, LATER).hooks();

    assertThat(closing).extracting(HookCall::state).containsExactly(State.FAILED, State.PENDING);
    assertThat(closing.getFirst().endedAt()).isEqualTo(LATER);
    assertThat(closing.getFirst().message())
        .isEqualTo("The operator stopped meanwhile, so nobody knows what became of it.");
  }

  private static RunMemory memory(List<HookCall> hooks) {
    return new RunMemory(
        RunPhase.STARTING, AttemptMemory.none(), null, Ledger.empty(), hooks, null);
  }

  @Test
  void aRunWithHooksHasStartedWhenItIsItsTurn() {
    RunMemory begun = RunMemory.none().after(new BeginHooks(List.of(AFTER), LATER), TEN);

    assertThat(begun.attempts().startedAt()).isEqualTo(TEN);
    assertThat(begun.attempts().attempt()).isZero();
    AttemptMemory first = begun.attempts().starting(Facts.LIMITS.worker(), LATER);
    assertThat(first.startedAt()).isEqualTo(TEN);
    assertThat(first.deadline()).isEqualTo(LATER.plus(Facts.LIMITS.worker().active()));
  }

  @Test
  void aGroupDoesNotWaitForAJobThatCannotBeCreatedEvenIfNothingWasCalledBefore() {
    RunMemory begun = RunMemory.none().after(new BeginHooks(List.of(AFTER), TEN), TEN);
    Facts late = unstarted().memory(begun);
    Duration patience = Facts.LIMITS.worker().start();

    assertThat(late.decideAt(TEN.plus(patience).minusSeconds(1))).isInstanceOf(Lead.class);
    Finish end = closed(late.decideAt(TEN.plus(patience)));
    assertThat(Facts.reason(end)).isEqualTo(FailureReason.WORKER_NOT_STARTED);
    assertThat(end.message()).isEqualTo("No Job could be created within 10m of the run's turn.");
    assertThat(end.known().startedAt()).isEqualTo(TEN);
  }

  @Test
  void anApplicationDoesNotWaitForAJobThatCannotBeCreated() {
    Facts late =
        new Facts(
            new RunFacts(
                unstarted().facts().self(),
                memory(OPENED),
                unstarted().facts().around(),
                new WorkerFact.None(),
                null,
                Answers.none(),
                Facts.LIMITS));
    Duration patience = Facts.LIMITS.worker().start();

    assertThat(late.decideAt(TEN.plus(patience).minusSeconds(1))).isInstanceOf(Lead.class);
    assertThat(Facts.reason(closed(late.decideAt(TEN.plus(patience)))))
        .isEqualTo(FailureReason.WORKER_NOT_STARTED);
  }

  @Test
  void aVerdictStandsWhateverBecomesOfTheWorker() {
    Verdict verdict = new Verdict(RunPhase.SUCCEEDED, null, "1 target was copied.");
    List<HookCall> through = List.of(in(State.SUCCEEDED, BEFORE), in(State.SUCCEEDED, AFTER));

    RunDecision decision =
        decide(Facts.running().worker(new WorkerFact.None()), through, verdict, UNHEARD);

    assertThat(decision)
        .isInstanceOfSatisfying(
            Finish.class,
            end -> {
              assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
              assertThat(end.failure()).isNull();
              assertThat(end.message()).isEqualTo("1 target was copied.");
            });
  }

  @Test
  void aHookAfterThatFailedDegradesASuccessAndChangesNoOtherVerdict() {
    List<HookCall> through = List.of(in(State.SUCCEEDED, BEFORE), in(State.FAILED, AFTER));
    for (RunPhase phase :
        List.of(RunPhase.SUCCEEDED, RunPhase.DEGRADED, RunPhase.FAILED, RunPhase.CANCELLED)) {
      boolean good = phase == RunPhase.SUCCEEDED;
      Failure why = good ? null : new Failure(FailureReason.DUMP_FAILED, "So it was.");

      RunDecision decision =
          decide(Facts.running(), through, new Verdict(phase, why, "So it was."), UNHEARD);

      assertThat(decision)
          .isInstanceOfSatisfying(
              Finish.class,
              end -> {
                assertThat(end.phase()).isEqualTo(good ? RunPhase.DEGRADED : phase);
                assertThat(Facts.reason(end))
                    .isEqualTo(good ? FailureReason.AFTER_HOOK_FAILED : FailureReason.DUMP_FAILED);
                assertThat(end.message())
                    .isEqualTo("So it was. Hook off after the run failed: status 1");
              });
    }
  }

  @Test
  void theVerdictIsRememberedUntilTheEnd() {
    RunDecision close =
        decide(
            Facts.running()
                .reported(result(Outcome.SUCCEEDED, null, stored("payroll")))
                .holding("payroll"),
            OPENED);

    RunMemory closing =
        new RunMemory(
                RunPhase.RUNNING, Facts.attempt(1, null, null), null, Ledger.empty(), OPENED, null)
            .after(close, LATER);

    assertThat(closing.phase()).isEqualTo(RunPhase.RUNNING);
    assertThat(closing.endedAt()).isNull();
    assertThat(closing.ledger().targets()).hasSize(1);
    assertThat(closing.verdict()).isNotNull();
    assertThat(closing.hooks()).isEqualTo(OPENED);
  }
}
