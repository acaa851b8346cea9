package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.Surroundings.PolicyPresence;
import dev.salvaguarda.domain.run.Surroundings.Readiness;
import dev.salvaguarda.domain.run.Surroundings.Turn;
import dev.salvaguarda.domain.run.WorkerFact.HowEnded;
import dev.salvaguarda.domain.run.WorkerFact.PodFact;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Outcome;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
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
 * A cluster, a repository and an operator that does what is decided, all of them unreliable: pods
 * hang, vanish and lie, the repository falls silent, the operator dies between doing and reporting.
 */
final class RandomWorld {
  private final Random random;
  private final Set<String> held = new HashSet<>();
  private final Map<String, String> newest = new HashMap<>();
  private final boolean cancels;
  private final boolean losesPolicy;
  private Instant now = TEN;
  private RunMemory memory = RunMemory.none();
  private @Nullable Worker worker;
  private int attempts;
  private boolean mine;
  private String last = "";

  RandomWorld(long seed) {
    this.random = new Random(seed);
    this.cancels = chance(10);
    this.losesPolicy = chance(10);
  }

  /** A Job and its pod. */
  private static final class Worker {
    final int attempt;
    final Instant createdAt;
    @Nullable Instant stoppingSince;
    PodFact pod = new PodFact.Missing();
    boolean ended;

    Worker(int attempt, Instant createdAt) {
      this.attempt = attempt;
      this.createdAt = createdAt;
    }

    boolean mayWrite() {
      return pod instanceof PodFact.Running;
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

  int attempts() {
    return attempts;
  }

  int writers() {
    return worker != null && worker.mayWrite() ? 1 : 0;
  }

  boolean holds(@Nullable String snapshotId) {
    return held.contains(snapshotId);
  }

  RunFacts facts() {
    boolean late = elapsed().compareTo(Duration.ofMinutes(20)) > 0;
    RunSelf self = new RunSelf("run", "uid", "payroll", TEN, cancels && late, null, List.of());
    Surroundings around =
        new Surroundings(
            losesPolicy && late ? PolicyPresence.DELETED : PolicyPresence.PRESENT,
            new Readiness.Ready(),
            mine ? new Turn.Mine() : new Turn.Free());
    WorkerFact fact =
        worker == null
            ? new WorkerFact.None()
            : new WorkerFact.Present(
                worker.attempt, worker.createdAt, worker.stoppingSince, worker.ended, worker.pod);
    return new RunFacts(self, memory, around, fact, Answers.none(), LIMITS);
  }

  /** Time passes, something happens, the operator looks, decides, does and (mostly) reports. */
  void step() {
    now = now.plusSeconds(1 + random.nextInt(chance(10) ? 1800 : 30));
    happen();
    RunFacts facts = facts();
    RunDecision decision = RunLife.decide(facts, now);
    while (decision instanceof RunDecision.Question question) {
      facts = facts.withAnswers(answer(facts.answers(), question));
      decision = RunLife.decide(facts, now);
    }
    last = decision.toString();
    apply(decision);
    if (!chance(5)) {
      memory = memory.after(decision, now);
    }
  }

  private Answers answer(Answers answers, RunDecision.Question question) {
    return switch (question) {
      case RunDecision.ReadLog _ -> answers.with(new LogAnswer.Nothing());
      case RunDecision.AskRepository _ ->
          answers.with(
              chance(15)
                  ? new ArchiveAnswer.Unanswered(
                      new Failure(FailureReason.REPOSITORY_UNREACHABLE, "Silence."))
                  : new ArchiveAnswer.Holds(newest, held));
    };
  }

  private void apply(RunDecision decision) {
    switch (decision) {
      case RunDecision.ClaimTurn _ -> mine = true;
      case StartAttempt start -> {
        if (worker == null || worker.attempt != start.attempt()) {
          if (worker != null && worker.mayWrite()) {
            throw new AssertionError("attempt " + start.attempt() + " beside a living worker");
          }
          worker = new Worker(start.attempt(), now);
          attempts = Math.max(attempts, start.attempt());
        }
      }
      case StopWorker _, ClearWorker _ -> stop();
      case ForceWorker _ -> worker = null;
      case RetryLater retry -> {
        if (retry.clear()) {
          stop();
        }
      }
      case Finish end -> {
        if (end.clear()) {
          stop();
        }
      }
      case RunDecision.Question _,
          RunDecision.StayPending _,
          RunDecision.StayQueued _,
          RunDecision.Watch _,
          RunDecision.AwaitEnd _,
          RunDecision.AwaitRetry _,
          RunDecision.Rest _ -> {}
    }
  }

  private void stop() {
    if (worker != null && worker.stoppingSince == null) {
      worker.stoppingSince = now;
    }
  }

  private void happen() {
    if (worker == null) {
      return;
    }
    if (worker.stoppingSince != null && chance(40)) {
      worker = null;
      return;
    }
    if (chance(2)) {
      worker = null;
      return;
    }
    worker.pod =
        switch (worker.pod) {
          case PodFact.Missing _ ->
              worker.ended || chance(30) ? worker.pod : new PodFact.Waiting("pod", "");
          case PodFact.Waiting _ -> chance(60) ? new PodFact.Running("pod", null) : worker.pod;
          case PodFact.Running running -> work(running);
          case PodFact.Ended ended -> ended;
        };
  }

  private PodFact work(PodFact.Running running) {
    int fate = random.nextInt(20);
    if (fate == 0) {
      return new PodFact.Running("pod", now.plusSeconds(30));
    }
    if (fate == 1) {
      worker().ended = true;
      return new PodFact.Missing();
    }
    if (fate == 2) {
      return new PodFact.Ended("pod", now, null, anyOf(HowEnded.values()), "");
    }
    return fate < 6
        ? new PodFact.Ended("pod", now, result(), HowEnded.EXITED, "exit code")
        : running;
  }

  private Worker worker() {
    if (worker == null) {
      throw new IllegalStateException("no worker");
    }
    return worker;
  }

  private CopyResult result() {
    List<TargetResult> targets = new ArrayList<>();
    for (String name : List.of("payroll", "mail")) {
      boolean claims = chance(70);
      boolean stores = claims && !chance(5);
      String id = name + "-" + worker().attempt;
      if (stores) {
        held.add(id);
        newest.put(name, id);
      }
      targets.add(
          claims
              ? new TargetResult(name, Outcome.SUCCEEDED, null, id, 1, 1, null, null)
              : new TargetResult(name, Outcome.FAILED, null, null, 0, 0, null, failure()));
    }
    Outcome outcome = chance(10) ? anyOf(Outcome.values()) : honest(targets);
    return new CopyResult(
        CopyResult.VERSION, outcome, null, now, 2, 2, 0, chance(5) ? List.of() : targets, 0);
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
