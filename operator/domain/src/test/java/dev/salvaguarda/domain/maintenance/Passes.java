package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Step;
import dev.salvaguarda.domain.schedule.CronReading;
import dev.salvaguarda.domain.schedule.ZonedCadence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.workorder.Damage;
import dev.salvaguarda.domain.workorder.MaintenanceResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Facts of a repository that is looked after each night at three; what is not said is usual. */
final class Passes {
  static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  static final Instant THREE = Instant.parse("2026-03-03T03:00:00Z");
  static final WorkerLimits LIMITS = WorkerLimits.defaults().withAttempts(8);

  private @Nullable ZonedCadence cadence = cadence("0 3 * * *");
  private MaintenanceMemory memory = MaintenanceMemory.none();
  private Readiness repository = new Readiness.Ready();
  private final List<Rival> rivals = new ArrayList<>();
  private Turn turn = new Turn.Free();
  private WorkerFact worker = new WorkerFact.None();
  private @Nullable MaintenanceResult result;
  private boolean logRead;

  /** Never looked after. */
  static Passes fresh() {
    return new Passes();
  }

  /** Due at three, waiting. */
  static Passes waiting() {
    return fresh()
        .memory(new MaintenanceMemory(MaintenancePhase.WAITING, THREE, AttemptMemory.none(), null));
  }

  /** Begun at three, with a pod at work. */
  static Passes working() {
    return fresh()
        .memory(
            new MaintenanceMemory(
                MaintenancePhase.RUNNING,
                THREE,
                AttemptMemory.none().starting(LIMITS, THREE),
                null))
        .pod(new PodFact.Running("pod", null));
  }

  /** Begun at three, and the pod ended a minute later. */
  static Passes ended(HowEnded how) {
    return working().pod(new PodFact.Ended("pod", THREE.plusSeconds(60), how, "", ""));
  }

  static ZonedCadence cadence(String cron) {
    return new ZonedCadence(
        ((CronReading.Understood) CronReading.of(cron)).pattern(), ZoneOffset.UTC);
  }

  static MaintenanceResult result(Outcome outcome, @Nullable Failure failure) {
    return new MaintenanceResult(
        1,
        outcome,
        failure,
        "0.18.1",
        List.of(),
        4096L,
        new MaintenanceResult.Check(3, 2, 100, 10, outcome == Outcome.DEGRADED ? 1 : 0),
        null,
        Damage.NONE,
        List.of(),
        List.of(),
        List.of(),
        0,
        0);
  }

  Passes withoutSchedule() {
    cadence = null;
    return this;
  }

  /** Each Tuesday at three, of which {@link #THREE} is one. */
  Passes weekly() {
    cadence = cadence("0 3 * * 2");
    return this;
  }

  Passes memory(MaintenanceMemory other) {
    memory = other;
    return this;
  }

  Passes notReady(String why) {
    repository = new Readiness.NotReady(why);
    return this;
  }

  Passes rival(String name, boolean urgent, Instant since) {
    rivals.add(new Rival(name, urgent, since));
    return this;
  }

  Passes turn(Turn other) {
    turn = other;
    return this;
  }

  Passes worker(WorkerFact other) {
    worker = other;
    return this;
  }

  Passes pod(PodFact pod) {
    return worker(new WorkerFact.Present(1, THREE, null, false, pod));
  }

  Passes told(Outcome outcome, @Nullable Failure failure) {
    result = result(outcome, failure);
    return this;
  }

  Passes logRead() {
    logRead = true;
    return this;
  }

  MaintenanceMemory memory() {
    return memory;
  }

  MaintenanceDecision decide(Instant now) {
    return MaintenanceLife.decide(
        new MaintenanceFacts(
            "offsite",
            cadence,
            NOON,
            memory,
            repository,
            rivals,
            turn,
            worker,
            result,
            logRead,
            LIMITS),
        now);
  }

  MaintenanceDecision decideAfter(Duration sinceThree) {
    return decide(THREE.plus(sinceThree));
  }

  /** The memory once the step was taken. */
  MaintenanceMemory after(MaintenanceDecision step, Instant now) {
    return memory.after((Step) step, now);
  }
}
