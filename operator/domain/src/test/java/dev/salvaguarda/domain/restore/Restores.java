package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A restore in tests, asked for at ten in the morning, and variations of it. */
record Restores(
    RestoreSelf self,
    List<WantedCheck> checks,
    RestoreMemory memory,
    Readiness repository,
    WorkerFact worker,
    @Nullable RestoreResult reported,
    SourceAnswer source,
    LogAnswer log) {
  static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  static final Duration DEADLINE = Duration.ofHours(4);
  static final WorkerLimits LIMITS = WorkerLimits.defaults();
  static final String SHA = "5a".repeat(32);
  static final RestorePlan PLAN =
      new RestorePlan(
          "payroll",
          "payroll-daily-1",
          "offsite",
          TEN.minus(Duration.ofHours(12)),
          List.of(part("payroll"), part("mail")));

  static Part part(String target) {
    return new Part(target, "snapshot-of-" + target, 1000L, SHA);
  }

  /** Of two databases to scratch, as a test; their copies are found. */
  static Restores planned() {
    return new Restores(
        self(true, Into.SCRATCH, false),
        List.of(),
        new RestoreMemory(
            RestorePhase.PENDING, AttemptMemory.none(), null, PLAN, RestoreLedger.empty()),
        new Readiness.Ready(),
        new WorkerFact.None(),
        null,
        new SourceAnswer.NotAsked(),
        new LogAnswer.NotAsked());
  }

  /** Just made. */
  static Restores fresh() {
    return planned().memory(RestoreMemory.none());
  }

  /** Whose first attempt started at ten. */
  static Restores running() {
    return planned().attempt(1, RestoreLedger.empty()).pod(new PodFact.Running("pod-1", null));
  }

  private static RestoreSelf self(boolean test, Into into, boolean cancelled) {
    return new RestoreSelf("march", TEN, DEADLINE, test, into, cancelled);
  }

  RestoreFacts facts() {
    return new RestoreFacts(
        self, checks, memory, repository, worker, reported, source, log, LIMITS);
  }

  RestoreDecision decideAfter(Duration sinceTen) {
    return RestoreLife.decide(facts(), TEN.plus(sinceTen));
  }

  Restores memory(RestoreMemory other) {
    return new Restores(self, checks, other, repository, worker, reported, source, log);
  }

  Restores attempt(int attempt, RestoreLedger ledger) {
    return memory(
        new RestoreMemory(
            RestorePhase.RUNNING,
            new AttemptMemory(attempt, TEN, self.end(), null, null),
            null,
            PLAN,
            ledger));
  }

  Restores source(SourceAnswer answer) {
    return new Restores(self, checks, memory, repository, worker, reported, answer, log);
  }

  Restores log(LogAnswer answer) {
    return new Restores(self, checks, memory, repository, worker, reported, source, answer);
  }

  Restores notReady(String why) {
    return new Restores(
        self, checks, memory, new Readiness.NotReady(why), worker, reported, source, log);
  }

  Restores cancelled() {
    return self(self(self.test(), self.into(), true));
  }

  /** Not a test, but a recovery into a server. */
  Restores recovery() {
    return self(self(false, Into.SERVER, false));
  }

  Restores refused(Failure why) {
    return self(new RestoreSelf("march", TEN, DEADLINE, self.test(), self.into(), false, why));
  }

  Restores into(Into into) {
    return self(self(self.test(), into, false));
  }

  private Restores self(RestoreSelf other) {
    return new Restores(other, checks, memory, repository, worker, reported, source, log);
  }

  Restores checks(WantedCheck... wanted) {
    return new Restores(self, List.of(wanted), memory, repository, worker, reported, source, log);
  }

  Restores pod(PodFact pod) {
    return worker(new Present(memory.attempts().attempt(), TEN, null, false, pod), null);
  }

  Restores ended(@Nullable RestoreResult result, HowEnded how) {
    int attempt = memory.attempts().attempt();
    PodFact pod = new PodFact.Ended("pod-" + attempt, TEN.plusSeconds(600), how, "exit code 1", "");
    return worker(new Present(attempt, TEN, null, true, pod), result);
  }

  Restores reported(RestoreResult result) {
    return ended(result, HowEnded.EXITED);
  }

  private Restores worker(WorkerFact fact, @Nullable RestoreResult result) {
    return new Restores(self, checks, memory, repository, fact, result, source, log);
  }

  static TargetResult back(String name, Rung rung) {
    return new TargetResult(name, Outcome.SUCCEEDED, rung, 1000, true, name, null);
  }

  static TargetResult failed(String name, Failure why) {
    return new TargetResult(name, Outcome.FAILED, null, 0, null, null, why);
  }

  static TargetResult stopped(String name) {
    Failure why = new Failure(FailureReason.CANCELLED, "The restore was stopped.");
    return new TargetResult(name, Outcome.CANCELLED, null, 0, null, null, why);
  }

  static RestoreResult result(Outcome outcome, TargetResult... targets) {
    return result(outcome, List.of(), targets);
  }

  static RestoreResult result(Outcome outcome, List<CheckResult> checks, TargetResult... targets) {
    return new RestoreResult(
        Result.VERSION, outcome, null, List.of(), List.of(targets), 0, checks, 0, 1 << 20);
  }
}
