package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.hook.HookCall;
import dev.salvaguarda.domain.hook.HookFacts;
import dev.salvaguarda.domain.hook.HookOutcome;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster, a repository and an operator that does what is decided, all of them unreliable: others
 * come first, the repository is not ready or falls silent, pods hang, vanish and lie, Jobs of
 * strangers stand in the way, the operator dies between doing and reporting.
 */
final class RandomWorld {
  private static final List<String> TARGETS = List.of("payroll", "mail", "web");

  private final Random random;
  private final Set<String> held = new HashSet<>();
  private final Set<String> copied = new HashSet<>();
  private final boolean replicates;
  private final Map<String, String> newest = new HashMap<>();
  private final List<Worker> workers = new ArrayList<>();
  private final boolean cancels;
  private final boolean losesPolicy;
  private final Duration queue;
  private final Duration unready;
  private Instant now = TEN;
  private RunMemory memory = RunMemory.none();
  private boolean strange;
  private int attempts;
  private boolean mine;
  private String last = "";
  private final List<HookCall> planned;
  private final List<String> calls = new ArrayList<>();
  private String carriedOut = "";
  private @Nullable HookOutcome outcome;

  RandomWorld(long seed) {
    this(seed, List.of());
  }

  /** One whose runs have hooks. */
  RandomWorld(long seed, List<HookCall> planned) {
    this.random = new Random(seed);
    this.planned = planned;
    this.replicates = chance(50);
    this.cancels = chance(10);
    this.losesPolicy = chance(10);
    this.queue = chance(20) ? Duration.ofMinutes(random.nextInt(1600)) : Duration.ZERO;
    this.unready = chance(20) ? Duration.ofMinutes(random.nextInt(45)) : Duration.ZERO;
  }

  /** A Job and its pod. */
  private static final class Worker {
    final int attempt;
    final List<String> targets;
    final Instant createdAt;
    @Nullable Instant stoppingSince;
    PodFact pod = new PodFact.Missing();
    boolean ended;
    boolean gone;
    @Nullable CopyResult message;
    @Nullable CopyResult log;

    Worker(int attempt, List<String> targets, Instant createdAt) {
      this.attempt = attempt;
      this.targets = targets;
      this.createdAt = createdAt;
    }
  }

  RunMemory memory() {
    return memory;
  }

  Instant now() {
    return now;
  }

  Duration elapsed() {
    return Duration.between(TEN, now);
  }

  /** Time since the first attempt started; nothing before. */
  Duration sinceStart() {
    Instant started = memory.attempts().startedAt();
    return started == null ? Duration.ZERO : Duration.between(started, now);
  }

  int attempts() {
    return attempts;
  }

  /** Pods whose program may write at this moment. */
  long writers() {
    return workers.stream()
        .filter(worker -> !worker.gone && worker.pod instanceof PodFact.Running)
        .count();
  }

  boolean holds(@Nullable String snapshotId) {
    return held.contains(snapshotId);
  }

  /** Whether every repository that should have it has it. */
  boolean isEverywhere(@Nullable String snapshotId) {
    return holds(snapshotId) && (!replicates || copied.contains(snapshotId));
  }

  RunFacts facts() {
    boolean late = elapsed().compareTo(Duration.ofMinutes(20)) > 0;
    RunSelf self = new RunSelf("run", "uid", "payroll", TEN, cancels && late, null, List.of());
    Worker worker = newest();
    return new RunFacts(
        self,
        memory,
        new Surroundings(
            losesPolicy && late ? PolicyPresence.DELETED : PolicyPresence.PRESENT,
            elapsed().compareTo(unready) < 0
                ? new Readiness.NotReady("It is down.")
                : new Readiness.Ready(),
            turn(),
            chance(50)),
        fact(worker),
        worker == null ? null : worker.message,
        Answers.none(),
        LIMITS,
        new HookFacts(planned, current()));
  }

  /** What is known of the try that was begun last: whoever died has forgotten it. */
  private HookFacts.Try current() {
    for (HookCall hook : memory.hooks()) {
      if (hook.state() == HookCall.State.RUNNING
          && hook.endedAt() == null
          && carriedOut.equals(key(hook))) {
        if (outcome == null && chance(50)) {
          outcome = new HookOutcome(chance(70), "It said so.");
        }
        return outcome == null ? new HookFacts.UnderWay() : new HookFacts.Ended(outcome);
      }
    }
    return new HookFacts.Unheard();
  }

  private static String key(HookCall hook) {
    return hook.name() + hook.tries();
  }

  /** Hooks and workers in the order in which they were called and started. */
  List<String> calls() {
    return calls;
  }

  private Turn turn() {
    if (elapsed().compareTo(queue) < 0) {
      return new Turn.Behind(1 + random.nextInt(3), "another");
    }
    return mine ? new Turn.Mine() : new Turn.Free();
  }

  private WorkerFact fact(@Nullable Worker worker) {
    if (strange) {
      return new WorkerFact.Foreign("run-1");
    }
    return worker == null
        ? new WorkerFact.None()
        : new WorkerFact.Present(
            worker.attempt, worker.createdAt, worker.stoppingSince, worker.ended, worker.pod);
  }

  /** Time passes, something happens, the operator looks, decides, does and (mostly) reports. */
  void step() {
    boolean overdue = sinceStart().compareTo(LIMITS.worker().active()) >= 0;
    now = now.plusSeconds(1 + random.nextInt(!overdue && chance(10) ? 1800 : 30));
    workers.forEach(this::happen);
    RunFacts facts = facts();
    RunDecision decision = RunLife.decide(facts, now);
    while (decision instanceof RunDecision.Question question) {
      facts = answered(facts, question);
      decision = RunLife.decide(facts, now);
    }
    last = decision.toString();
    apply(decision);
    if (!chance(5)) {
      memory = memory.after(decision, now);
    } else {
      carriedOut = "";
    }
  }

  private RunFacts answered(RunFacts facts, RunDecision.Question question) {
    if (question instanceof RunDecision.ClaimTurn) {
      mine = chance(90);
      return facts.withTurn(mine ? new Turn.Mine() : new Turn.Behind(1, "faster"));
    }
    return facts.withAnswers(answer(facts.answers(), question));
  }

  private Answers answer(Answers answers, RunDecision.Question question) {
    return switch (question) {
      case RunDecision.ClaimTurn _ -> answers;
      case RunDecision.ReadLog _ -> {
        Worker worker = newest();
        yield answers.with(
            worker == null || worker.log == null || chance(30)
                ? new LogAnswer.Nothing()
                : new LogAnswer.Whole(worker.log));
      }
      case RunDecision.ConfirmSnapshots(Set<String> ids) -> {
        Set<String> there = new HashSet<>(ids);
        there.retainAll(held);
        yield answers.with(chance(15) ? silence() : new ArchiveAnswer.Holds(Map.of(), there));
      }
      case RunDecision.FindSnapshots _ ->
          answers.with(chance(15) ? silence() : new ArchiveAnswer.Holds(newest, held));
      case RunDecision.ConfirmReplica(String name) ->
          answers.with(name, chance(15) ? silence() : new ArchiveAnswer.Holds(Map.of(), copied));
    };
  }

  private static ArchiveAnswer silence() {
    return new ArchiveAnswer.Unanswered(
        new Failure(FailureReason.REPOSITORY_UNREACHABLE, "Silence."));
  }

  private void apply(RunDecision decision) {
    switch (decision) {
      case RunDecision.Lead(WorkerStep step) -> lead(step);
      case RunDecision.RetryLater retry -> stopIf(retry.clear());
      case RunDecision.Finish end -> stopIf(end.clear());
      case RunDecision.CallHooks(var step) -> {
        if (step.toCall() >= 0) {
          carriedOut = key(step.calls().get(step.toCall()));
          outcome = null;
          calls.add(step.calls().get(step.toCall()).name());
        }
      }
      case RunDecision.Close(RunDecision.Finish end, _) -> stopIf(end.clear());
      case RunDecision.Question _,
          RunDecision.BeginHooks _,
          RunDecision.StayPending _,
          RunDecision.StayQueued _,
          RunDecision.AwaitProof _ -> {}
    }
  }

  private void lead(WorkerStep step) {
    switch (step) {
      case WorkerStep.Start start -> start(start.known().attempt());
      case WorkerStep.Stop _, WorkerStep.Clear _ -> stopIf(true);
      case WorkerStep.Force _ -> {
        Worker worker = newest();
        if (worker != null) {
          worker.gone = true;
        }
      }
      case WorkerStep.Watch _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Over _,
          WorkerStep.Rest _ -> {}
    }
  }

  private void start(int attempt) {
    Worker worker = newest();
    if (worker == null && chance(1)) {
      strange = true;
    } else if (worker == null || worker.attempt != attempt) {
      List<String> wanted = memory.ledger().toCopy(List.of());
      workers.add(new Worker(attempt, wanted.isEmpty() ? TARGETS : wanted, now));
      attempts = Math.max(attempts, attempt);
      calls.add("work");
    }
  }

  private void stopIf(boolean wanted) {
    Worker worker = newest();
    if (wanted && worker != null && worker.stoppingSince == null) {
      worker.stoppingSince = now;
    }
  }

  private @Nullable Worker newest() {
    return workers.isEmpty() || workers.getLast().gone ? null : workers.getLast();
  }

  private void happen(Worker worker) {
    if (worker.gone || chance(2) || (worker.stoppingSince != null && chance(40))) {
      worker.gone = true;
      return;
    }
    worker.pod =
        switch (worker.pod) {
          case PodFact.Missing _ ->
              worker.ended || chance(30) ? worker.pod : new PodFact.Waiting("pod", why());
          case PodFact.Waiting _ -> chance(60) ? new PodFact.Running("pod", null) : worker.pod;
          case PodFact.Running running -> work(worker, running);
          case PodFact.Ended ended -> ended;
        };
  }

  private String why() {
    return chance(20) ? "ImagePullBackOff" : chance(20) ? "secret \"reader\" not found" : "";
  }

  private PodFact work(Worker worker, PodFact.Running running) {
    int fate = random.nextInt(20);
    if (fate == 0) {
      return new PodFact.Running("pod", now.plusSeconds(30));
    }
    if (fate == 1) {
      worker.ended = true;
      return new PodFact.Missing();
    }
    if (fate == 2) {
      return new PodFact.Ended("pod", now, anyOf(HowEnded.values()), "", "");
    }
    if (fate >= 6) {
      return running;
    }
    report(worker);
    return new PodFact.Ended("pod", now, HowEnded.EXITED, "exit code", "{}");
  }

  private void report(Worker worker) {
    List<TargetResult> targets = new ArrayList<>();
    for (String name : worker.targets) {
      boolean claims = chance(70);
      boolean stores = claims && !chance(5);
      String id = name + "-" + worker.attempt;
      if (stores) {
        held.add(id);
        newest.put(name, id);
      }
      targets.add(
          claims
              ? new TargetResult(name, Outcome.SUCCEEDED, null, id, 1, 1, null, null)
              : new TargetResult(name, Outcome.FAILED, null, null, 0, 0, null, failure()));
    }
    List<ReplicaResult> replicas = replicate();
    Outcome outcome = chance(10) ? anyOf(Outcome.values()) : honest(targets);
    worker.log = result(outcome, chance(5) ? List.of() : targets, 0, replicas);
    int told = chance(20) ? random.nextInt(targets.size()) : targets.size();
    worker.message = result(outcome, targets.subList(0, told), targets.size() - told, replicas);
  }

  /** Most workers copy what there is; a few say so although they did not. */
  private List<ReplicaResult> replicate() {
    if (!replicates) {
      return List.of();
    }
    boolean claims = chance(70);
    if (claims && !chance(5)) {
      copied.addAll(held);
    }
    return List.of(
        claims
            ? new ReplicaResult("other", Outcome.SUCCEEDED, 1, 0, 1, null)
            : ReplicaResult.unseen("other", failure()));
  }

  private CopyResult result(
      Outcome outcome, List<TargetResult> targets, int omitted, List<ReplicaResult> replicas) {
    return new CopyResult(Result.VERSION, outcome, null, now, 2, 2, 0, targets, omitted, replicas);
  }

  private static Outcome honest(List<TargetResult> targets) {
    long stored = targets.stream().filter(t -> t.outcome() == Outcome.SUCCEEDED).count();
    if (stored == targets.size()) {
      return Outcome.SUCCEEDED;
    }
    return stored == 0 ? Outcome.FAILED : Outcome.DEGRADED;
  }

  private Failure failure() {
    return new Failure(anyOf(FailureReason.values()), "It failed.");
  }

  private <T> T anyOf(T[] values) {
    return values[random.nextInt(values.length)];
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @Override
  public String toString() {
    return "%s after %s, last %s".formatted(memory, elapsed(), last);
  }
}
