package dev.salvaguarda.domain.restore;

import static dev.salvaguarda.domain.restore.Restores.LIMITS;
import static dev.salvaguarda.domain.restore.Restores.TEN;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster and an operator that does what is decided, both unreliable: copies are not found for a
 * while, the repository is away, pods hang, vanish and lie, the operator dies between doing and
 * reporting.
 */
final class RandomRestore {
  private static final RestorePlan PLAN = Restores.PLAN;
  private static final List<WantedCheck> CHECKS = List.of(new WantedCheck("people", "payroll"));

  private final Random random;
  private final RestoreSelf self;
  private final List<WantedCheck> checks;
  private final Duration unfound;
  private final Duration unready;

  /** What really came back and was proven, whoever heard of it. */
  private final Set<String> proven = new HashSet<>();

  private final Set<String> asked = new HashSet<>();
  private final List<Worker> workers = new ArrayList<>();
  private final boolean cancels;
  private Instant now = TEN;
  private RestoreMemory memory = RestoreMemory.none();
  private int attempts;
  private String last = "";

  RandomRestore(long seed) {
    this.random = new Random(seed);
    this.cancels = chance(10);
    this.unfound = chance(20) ? Duration.ofMinutes(random.nextInt(300)) : Duration.ZERO;
    this.unready = chance(20) ? Duration.ofMinutes(random.nextInt(300)) : Duration.ZERO;
    this.checks = chance(50) ? CHECKS : List.of();
    this.self =
        new RestoreSelf(
            "march",
            TEN,
            Duration.ofMinutes(30 + random.nextInt(400)),
            chance(50),
            anyOf(Into.values()),
            false);
  }

  /** A Job and its pod. */
  private static final class Worker {
    final int attempt;
    final List<Part> parts;
    final Instant createdAt;
    @Nullable Instant stoppingSince;
    PodFact pod = new PodFact.Missing();
    boolean gone;
    @Nullable RestoreResult message;
    @Nullable RestoreResult log;

    Worker(int attempt, List<Part> parts, Instant createdAt) {
      this.attempt = attempt;
      this.parts = parts;
      this.createdAt = createdAt;
    }
  }

  RestoreMemory memory() {
    return memory;
  }

  Duration elapsed() {
    return Duration.between(TEN, now);
  }

  Duration deadline() {
    return self.deadline();
  }

  int attempts() {
    return attempts;
  }

  long writers() {
    return workers.stream()
        .filter(worker -> !worker.gone && worker.pod instanceof PodFact.Running)
        .count();
  }

  /** Whether everything that is wanted really came back and was asked. */
  boolean isAllBack() {
    return PLAN.parts().stream().allMatch(part -> proven.contains(part.target()))
        && checks.stream().allMatch(check -> asked.contains(check.name()));
  }

  void step() {
    boolean overdue = elapsed().compareTo(self.deadline()) >= 0;
    now = now.plusSeconds(1 + random.nextInt(!overdue && chance(10) ? 1800 : 30));
    workers.forEach(this::happen);
    RestoreFacts facts = facts();
    RestoreDecision decision = RestoreLife.decide(facts, now);
    while (decision instanceof RestoreDecision.Question question) {
      facts = answered(facts, question);
      decision = RestoreLife.decide(facts, now);
    }
    last = decision.toString();
    apply(decision);
    if (!chance(5)) {
      memory = memory.after(decision, now);
    }
  }

  private RestoreFacts facts() {
    Worker worker = newest();
    boolean late = elapsed().compareTo(Duration.ofMinutes(20)) > 0;
    return new RestoreFacts(
        new RestoreSelf(
            self.name(),
            self.askedAt(),
            self.deadline(),
            self.test(),
            self.into(),
            cancels && late),
        checks,
        memory,
        elapsed().compareTo(unready) < 0 || chance(5)
            ? new Readiness.NotReady("It is down.")
            : new Readiness.Ready(),
        worker == null
            ? new WorkerFact.None()
            : new WorkerFact.Present(
                worker.attempt, worker.createdAt, worker.stoppingSince, false, worker.pod),
        worker == null ? null : worker.message,
        new SourceAnswer.NotAsked(),
        new LogAnswer.NotAsked(),
        LIMITS);
  }

  private RestoreFacts answered(RestoreFacts facts, RestoreDecision.Question question) {
    return switch (question) {
      case RestoreDecision.FindSource _ ->
          facts.with(
              elapsed().compareTo(unfound) < 0
                  ? new SourceAnswer.Wait("Run first has not ended yet.")
                  : new SourceAnswer.Found(PLAN));
      case RestoreDecision.ReadLog _ -> {
        Worker worker = newest();
        yield facts.with(
            worker == null || worker.log == null || chance(30)
                ? new LogAnswer.Nothing()
                : new LogAnswer.Whole(worker.log));
      }
    };
  }

  private void apply(RestoreDecision decision) {
    switch (decision) {
      case RestoreDecision.Lead(WorkerStep step) -> lead(step);
      case RestoreDecision.RetryLater retry -> stopIf(retry.clear());
      case RestoreDecision.Finish end -> stopIf(end.clear());
      case RestoreDecision.Question _,
          RestoreDecision.StayPending _,
          RestoreDecision.Planned _ -> {}
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
    if (worker == null || worker.attempt != attempt) {
      workers.add(new Worker(attempt, memory.ledger().toRestore(PLAN, self.into(), checks), now));
      attempts = Math.max(attempts, attempt);
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
          case PodFact.Missing _ -> chance(30) ? worker.pod : new PodFact.Waiting("pod", "");
          case PodFact.Waiting _ -> chance(60) ? new PodFact.Running("pod", null) : worker.pod;
          case PodFact.Running running -> work(worker, running);
          case PodFact.Ended ended -> ended;
        };
  }

  private PodFact work(Worker worker, PodFact.Running running) {
    int fate = random.nextInt(20);
    if (fate == 0) {
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
    for (Part part : worker.parts) {
      boolean good = chance(75);
      Rung rung = chance(90) ? Rung.V3 : anyOf(Rung.values());
      if (good && rung.compareTo(part.wanted(self.into())) >= 0) {
        proven.add(part.target());
      }
      targets.add(
          good
              ? new TargetResult(part.target(), Outcome.SUCCEEDED, rung, 1, true, null, null)
              : Restores.failed(
                  part.target(), new Failure(anyOf(FailureReason.values()), "It failed.")));
    }
    List<CheckResult> answers = new ArrayList<>();
    for (WantedCheck check : chance(90) ? checks : List.<WantedCheck>of()) {
      boolean passed = chance(80);
      if (passed) {
        asked.add(check.name());
      }
      answers.add(new CheckResult(check.name(), passed, "1", "It answered."));
    }
    boolean whole =
        targets.stream().allMatch(t -> t.outcome() == Outcome.SUCCEEDED)
            && answers.stream().allMatch(CheckResult::passed);
    Outcome outcome =
        chance(10) ? anyOf(Outcome.values()) : whole ? Outcome.SUCCEEDED : Outcome.DEGRADED;
    RestoreResult result =
        new RestoreResult(Result.VERSION, outcome, null, List.of(), targets, 0, answers, 0, 1);
    worker.log = result;
    worker.message = chance(20) ? result.withParts(random.nextInt(result.parts() + 1)) : result;
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
