package dev.salvaguarda.domain.maintenance;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Await;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.ClaimTurn;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Finish;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Idle;
import dev.salvaguarda.domain.maintenance.MaintenanceDecision.Lead;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.schedule.ZonedCadence;
import dev.salvaguarda.domain.turn.Turn;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.JudgedWorker;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLife;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what is to be done about the maintenance of a repository. Backups and restores go first:
 * a pass begins only while none is open, and gives way when one has waited for long. However many
 * ticks were missed, one pass makes up for them.
 */
public final class MaintenanceLife {
  /** How long a pass that is due waits for its turn before it is given up until the next tick. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(24);

  /** How long a backup or a test waits for a pass that is under way. */
  public static final Duration PATIENCE_OF_RIVALS = Duration.ofMinutes(15);

  /** A tick that was noticed later than this was missed; its pass is due when it is noticed. */
  private static final Duration MISSED_AFTER = Duration.ofHours(1);

  private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
  private static final Duration SOON = Duration.ofSeconds(1);

  /** A tick each minute over a month; what is missed for longer is one pass all the same. */
  private static final int MOST_TICKS = 50_000;

  private final MaintenanceFacts facts;
  private final MaintenanceMemory memory;
  private final Instant now;

  private MaintenanceLife(MaintenanceFacts facts, Instant now) {
    this.facts = facts;
    this.memory = facts.memory().seenAt(now);
    this.now = now;
  }

  /** What to do now. */
  public static MaintenanceDecision decide(MaintenanceFacts facts, Instant now) {
    return new MaintenanceLife(facts, now).decide();
  }

  private MaintenanceDecision decide() {
    return switch (memory.phase()) {
      case RUNNING -> withWorker();
      case WAITING ->
          facts.worker() instanceof WorkerFact.None
              ? waiting(notLater(Objects.requireNonNull(memory.dueAt())))
              : withWorker();
      case NONE, SUCCEEDED, DEGRADED, FAILED -> over();
    };
  }

  /** The first tick that is due begins a pass for all of them. */
  private MaintenanceDecision over() {
    Optional<Instant> due = newestDue();
    if (due.isPresent()) {
      return new Await(dueAt(due.get()), now.plus(SOON), "A pass is due.");
    }
    WorkerStep old =
        JudgedWorker.decide(
            memory.attempts(), facts.worker(), facts.limits(), memory.endedAt(), now);
    return old instanceof WorkerStep.Rest ? new Idle(orNextTick(old.next())) : new Lead(old);
  }

  /** Whoever could not be noticed must not have waited for it, either. */
  private Instant dueAt(Instant tick) {
    return tick.isBefore(now.minus(MISSED_AFTER)) ? now.truncatedTo(ChronoUnit.MINUTES) : tick;
  }

  /** A wait that began while a clock was ahead must come to an end. */
  private Instant notLater(Instant dueAt) {
    return dueAt.isAfter(now) ? now.truncatedTo(ChronoUnit.MINUTES) : dueAt;
  }

  private MaintenanceDecision waiting(Instant dueAt) {
    if (facts.cadence() == null) {
      return neverStarted("The schedule was taken away, or can't be read any more.");
    }
    Optional<String> inTheWay = inTheWay();
    if (inTheWay.isEmpty()) {
      return switch (facts.turn()) {
        case Turn.Free _ -> new ClaimTurn();
        case Turn.Mine _ -> new Lead(WorkerLife.start(AttemptMemory.none(), facts.limits(), now));
        case Turn.Behind(_, String other) -> await(dueAt, "Waits for %s.".formatted(other));
      };
    }
    return await(dueAt, inTheWay.get());
  }

  private MaintenanceDecision await(Instant dueAt, String why) {
    Instant end = dueAt.plus(LONGEST_WAIT);
    return now.isBefore(end)
        ? new Await(dueAt, soonest(now.plus(LOOK_AGAIN), end), why)
        : neverStarted(
            "The pass that was due at %s did not get its turn within %s: %s"
                .formatted(dueAt, DurationText.of(LONGEST_WAIT), why));
  }

  private Optional<String> inTheWay() {
    return switch (facts.repository()) {
      case Readiness.NotReady(String why) -> Optional.of(why);
      case Readiness.Ready _ ->
          facts.rivals().stream()
              .min(Comparator.comparing(Rival::since))
              .map(rival -> "Waits for %s.".formatted(rival.name()));
    };
  }

  private MaintenanceDecision withWorker() {
    WorkerStep step =
        WorkerLife.decide(
            memory.attempts(),
            facts.worker(),
            facts.limits(),
            stop(),
            facts.cadence() != null,
            now);
    return switch (step) {
      case WorkerStep.Over over -> MaintenanceVerdict.on(facts, over, now);
      case WorkerStep.Start start ->
          inTheWay()
              .<MaintenanceDecision>map(why ->
                  new Await(
                      Objects.requireNonNull(memory.dueAt()),
                      soonest(
                          now.plus(LOOK_AGAIN), Objects.requireNonNull(step.known().deadline())),
                      why))
              .orElseGet(() -> new Lead(start));
      case WorkerStep.Watch _,
          WorkerStep.Stop _,
          WorkerStep.Force _,
          WorkerStep.AwaitGone _,
          WorkerStep.AwaitRetry _,
          WorkerStep.Clear _,
          WorkerStep.Rest _ ->
          new Lead(step);
    };
  }

  /** Why the attempt has to stop; null if it does not have to. */
  private @Nullable Failure stop() {
    if (facts.cadence() == null) {
      return new Failure(FailureReason.CANCELLED, "The schedule was taken away.");
    }
    // Without its Job an attempt may be one that was stopped for this very reason.
    if (memory.attempts().retryAt() != null) {
      return null;
    }
    return facts.rivals().stream()
        .filter(rival -> rival.urgent() || !now.isBefore(rival.since().plus(PATIENCE_OF_RIVALS)))
        .min(Comparator.comparing(Rival::since))
        .map(rival ->
            new Failure(
                FailureReason.MAINTENANCE_INTERRUPTED,
                "The pass gives way to %s.".formatted(rival.name())))
        .orElse(null);
  }

  private Finish neverStarted(String message) {
    return new Finish(
        MaintenancePhase.FAILED,
        AttemptMemory.none(),
        new Failure(FailureReason.DEADLINE_EXCEEDED, message),
        false,
        null,
        now.plus(SOON));
  }

  /** The newest tick since the last pass ended, if there is one. */
  private Optional<Instant> newestDue() {
    Optional<Instant> newest = Optional.empty();
    Optional<Instant> tick = nextTick();
    for (int i = 0; i < MOST_TICKS && tick.isPresent() && !tick.get().isAfter(now); i++) {
      newest = tick;
      tick = next(tick.get());
    }
    return newest;
  }

  private Optional<Instant> nextTick() {
    Instant ended = memory.endedAt();
    Instant since = facts.since().isAfter(now) ? now : facts.since();
    return next(ended != null && ended.isAfter(since) ? ended : since);
  }

  private Optional<Instant> next(Instant after) {
    return Optional.ofNullable(facts.cadence())
        .flatMap((ZonedCadence cadence) -> cadence.next(after));
  }

  private static Instant soonest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private Instant orNextTick(@Nullable Instant look) {
    return Stream.concat(Stream.ofNullable(look), nextTick().stream())
        .min(Comparator.naturalOrder())
        .orElse(Instant.MAX);
  }
}
