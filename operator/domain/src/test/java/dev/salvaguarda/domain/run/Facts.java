package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Facts about runs in tests: a run created at ten in the evening, and variations of it. */
record Facts(RunFacts facts) {
  static final Instant TEN = Instant.parse("2026-03-01T22:00:00Z");
  static final Instant DEADLINE = TEN.plus(WorkerLimits.defaults().active());
  static final RunLimits LIMITS = RunLimits.of(WorkerLimits.defaults());

  static Facts ofRun() {
    return new Facts(
        new RunFacts(
            new RunSelf("payroll-daily-1", "uid-1", "payroll", TEN, false, null, List.of()),
            RunMemory.none(),
            new Surroundings(PolicyPresence.PRESENT, new Readiness.Ready(), new Turn.Mine(), false),
            new WorkerFact.None(),
            null,
            Answers.none(),
            LIMITS));
  }

  /** A run whose first attempt was started at ten. */
  static Facts running() {
    return ofRun().memory(memoryOf(1, null, null, Ledger.empty()));
  }

  /** A run whose attempt failed and that is to be tried again at this time. */
  static Facts failedOnce(int attempt, Instant retryAt, Failure failure) {
    return ofRun().memory(memoryOf(attempt, retryAt, failure, Ledger.empty()));
  }

  /** Of a run that was started at ten. */
  static RunMemory memoryOf(
      int attempt, @Nullable Instant retryAt, @Nullable Failure failure, Ledger ledger) {
    return new RunMemory(RunPhase.RUNNING, attempt(attempt, retryAt, failure), null, ledger);
  }

  /** Of a run that was started at ten and has ended. */
  static RunMemory ended(RunPhase phase, Instant end) {
    return new RunMemory(phase, attempt(1, null, null), end, Ledger.empty());
  }

  RunDecision decideAt(Instant now) {
    return RunLife.decide(facts, now);
  }

  RunDecision decideAfter(Duration sinceTen) {
    return decideAt(TEN.plus(sinceTen));
  }

  /** The step about the worker that is decided, if one is. */
  @Nullable WorkerStep stepAt(Instant now) {
    return decideAt(now) instanceof RunDecision.Lead(WorkerStep step) ? step : null;
  }

  @Nullable WorkerStep stepAfter(Duration sinceTen) {
    return stepAt(TEN.plus(sinceTen));
  }

  static AttemptMemory attempt(int attempt, @Nullable Instant retryAt, @Nullable Failure failure) {
    return new AttemptMemory(attempt, TEN, DEADLINE, retryAt, failure);
  }

  Facts memory(RunMemory memory) {
    return new Facts(
        new RunFacts(
            facts.self(),
            memory,
            facts.around(),
            facts.worker(),
            facts.reported(),
            facts.answers(),
            facts.limits()));
  }

  Facts phase(RunPhase phase) {
    RunMemory old = facts.memory();
    return memory(new RunMemory(phase, old.attempts(), old.endedAt(), old.ledger()));
  }

  Facts around(PolicyPresence policy, Readiness repository, Turn turn) {
    return around(new Surroundings(policy, repository, turn, facts.around().awaited()));
  }

  /** Others could start but for the run. */
  Facts awaited() {
    Surroundings old = facts.around();
    return around(new Surroundings(old.policy(), old.repository(), old.turn(), true));
  }

  private Facts around(Surroundings around) {
    return new Facts(
        new RunFacts(
            facts.self(),
            facts.memory(),
            around,
            facts.worker(),
            facts.reported(),
            facts.answers(),
            facts.limits()));
  }

  Facts policy(PolicyPresence policy) {
    return around(policy, facts.around().repository(), facts.around().turn());
  }

  Facts turn(Turn turn) {
    return around(facts.around().policy(), facts.around().repository(), turn);
  }

  Facts repositoryNotReady(String why) {
    return around(facts.around().policy(), new Readiness.NotReady(why), facts.around().turn());
  }

  Facts worker(WorkerFact worker) {
    return new Facts(
        new RunFacts(
            facts.self(),
            facts.memory(),
            facts.around(),
            worker,
            facts.reported(),
            facts.answers(),
            facts.limits()));
  }

  Facts pod(PodFact pod) {
    return worker(new Present(1, TEN, null, false, pod));
  }

  Facts stopping(Instant since, PodFact pod) {
    return worker(new Present(1, TEN, since, false, pod));
  }

  Facts ended(@Nullable CopyResult result, HowEnded how) {
    return endedAt(1, TEN.plusSeconds(600), result, how, "exit code 137");
  }

  Facts endedAt(int attempt, Instant at, @Nullable CopyResult result, HowEnded how, String detail) {
    PodFact pod = new PodFact.Ended("pod-" + attempt, at, how, detail, "");
    RunFacts with = worker(new Present(attempt, TEN, null, true, pod)).facts();
    return new Facts(
        new RunFacts(
            with.self(),
            with.memory(),
            with.around(),
            with.worker(),
            result,
            with.answers(),
            with.limits()));
  }

  Facts reported(CopyResult result) {
    return ended(result, HowEnded.EXITED);
  }

  Facts cancelled() {
    RunSelf self = facts.self();
    return self(
        new RunSelf(
            self.name(),
            self.uid(),
            self.policy(),
            self.createdAt(),
            true,
            self.missed(),
            self.targets()));
  }

  Facts missed(String why) {
    RunSelf self = facts.self();
    return self(
        new RunSelf(
            self.name(), self.uid(), self.policy(), self.createdAt(), false, why, self.targets()));
  }

  Facts refused(String why) {
    RunSelf self = facts.self();
    return self(
        new RunSelf(
            self.name(),
            self.uid(),
            self.policy(),
            self.createdAt(),
            self.cancelRequested(),
            self.missed(),
            self.targets(),
            new Failure(FailureReason.NOT_IN_POLICY, why)));
  }

  private Facts self(RunSelf self) {
    return new Facts(
        new RunFacts(
            self,
            facts.memory(),
            facts.around(),
            facts.worker(),
            facts.reported(),
            facts.answers(),
            facts.limits()));
  }

  Facts log(LogAnswer answer) {
    return new Facts(facts.withAnswers(facts.answers().with(answer)));
  }

  Facts archive(ArchiveAnswer answer) {
    return new Facts(facts.withAnswers(facts.answers().with(answer)));
  }

  /** The repository holds one snapshot of each of these targets. */
  Facts holding(String... targets) {
    Map<String, String> snapshots = new LinkedHashMap<>();
    for (String target : targets) {
      snapshots.put(target, id(target));
    }
    return archive(
        new ArchiveAnswer.Holds(
            snapshots, Set.of(targets).stream().map(Facts::id).collect(Collectors.toSet())));
  }

  /** A further repository holds copies of the snapshots of these targets. */
  Facts copied(String repository, String... targets) {
    return replica(
        repository,
        new ArchiveAnswer.Holds(
            Map.of(), Set.of(targets).stream().map(Facts::id).collect(Collectors.toSet())));
  }

  /** A further repository does not answer. */
  Facts silent(String repository, Failure why) {
    return replica(repository, new ArchiveAnswer.Unanswered(why));
  }

  private Facts replica(String repository, ArchiveAnswer answer) {
    return new Facts(facts.withAnswers(facts.answers().with(repository, answer)));
  }

  static @Nullable FailureReason reason(RunDecision.Finish end) {
    return end.failure() == null ? null : end.failure().reason();
  }

  static String id(String target) {
    return "snapshot-of-" + target;
  }

  static TargetResult stored(String name) {
    return new TargetResult(
        name, Outcome.SUCCEEDED, Consistency.APPLICATION, id(name), 100, 40, "sha", null);
  }

  static TargetResult failed(String name, Failure failure) {
    return new TargetResult(name, Outcome.FAILED, null, null, 10, 0, null, failure);
  }

  static CopyResult result(Outcome outcome, @Nullable Failure failure, TargetResult... targets) {
    return new CopyResult(
        Result.VERSION,
        outcome,
        failure,
        TEN.plusSeconds(5),
        100L * targets.length,
        40L * targets.length,
        1 << 20,
        List.of(targets),
        0,
        List.of());
  }

  static CopyResult omitting(CopyResult result, int omitted) {
    return new CopyResult(
        result.version(),
        result.outcome(),
        result.failure(),
        result.capturedAt(),
        result.bytesRead(),
        result.bytesStored(),
        result.peakMemoryBytes(),
        result.targets(),
        omitted,
        result.replicas());
  }
}
