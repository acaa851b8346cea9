package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.quantity.DurationText;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.worker.WorkerFact.PodFact;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerStep.AwaitGone;
import dev.salvaguarda.domain.worker.WorkerStep.AwaitRetry;
import dev.salvaguarda.domain.worker.WorkerStep.Force;
import dev.salvaguarda.domain.worker.WorkerStep.Over;
import dev.salvaguarda.domain.worker.WorkerStep.Start;
import dev.salvaguarda.domain.worker.WorkerStep.Stop;
import dev.salvaguarda.domain.worker.WorkerStep.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides about work whose first attempt has started. Every wait has a limit, so an attempt that is
 * looked at often enough always comes to its end; and no attempt is started while the program of
 * another may still write.
 */
public final class WorkerLife {
  static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final Duration LOOK_AT_A_START = Duration.ofSeconds(5);

  /** Most pods start sooner; what holds up the others rarely changes from second to second. */
  private static final Duration USUAL_START = Duration.ofSeconds(30);

  private static final Duration LOOK_AT_A_STUCK_START = Duration.ofMinutes(1);

  private final AttemptMemory known;
  private final WorkerLimits limits;
  private final @Nullable Failure stop;
  private final Instant now;

  private WorkerLife(
      AttemptMemory known, WorkerLimits limits, @Nullable Failure cancelled, Instant now) {
    this.known = known;
    this.limits = limits;
    this.now = now;
    this.stop = cancelled == null ? overdue() : cancelled;
  }

  /**
   * What to do now.
   *
   * @param cancelled why all attempts have to stop; null if they do not have to
   * @param mayGoOn whether another attempt may be started at all
   */
  public static WorkerStep decide(
      AttemptMemory memory,
      WorkerFact worker,
      WorkerLimits limits,
      @Nullable Failure cancelled,
      boolean mayGoOn,
      Instant now) {
    return switch (worker) {
      case WorkerFact.Foreign(String job) -> new Over(memory, nameTaken(job), null);
      case WorkerFact.None _ ->
          new WorkerLife(memory.missing(limits, now), limits, cancelled, now).withoutJob(mayGoOn);
      case Present present -> {
        boolean failed = memory.retryAt() != null && present.attempt() <= memory.attempt();
        AttemptMemory known = failed ? memory.missing(limits, now) : memory.seeing(present, limits);
        WorkerLife life = new WorkerLife(known, limits, cancelled, now);
        if (!failed) {
          yield life.withJob(present);
        }
        yield present.isOver() ? life.withoutJob(mayGoOn) : life.removeFailed(present);
      }
    };
  }

  /** The start of the attempt after those that are known. */
  public static WorkerStep start(AttemptMemory known, WorkerLimits limits, Instant now) {
    return new Start(known.starting(limits, now), now.plus(LOOK_AT_A_START));
  }

  private static Ending nameTaken(String job) {
    return new Ending.GivenUp(
        new Failure(
            FailureReason.INTERNAL,
            "A Job named %s exists and does not belong to this object; delete it and create the object again."
                .formatted(job)),
        false);
  }

  /** No Job is there: the back-off passes, or the Job was deleted. */
  private WorkerStep withoutJob(boolean mayGoOn) {
    Instant retryAt = known.retryAt();
    if (retryAt == null) {
      return over(gone("The Job of the attempt was deleted"));
    }
    if (stop != null || !mayGoOn) {
      return over(new Ending.GivenUp(stop == null ? lastFailure() : stop, false));
    }
    return now.isBefore(retryAt) ? new AwaitRetry(known, retryAt) : start(known, limits, now);
  }

  private WorkerStep withJob(Present worker) {
    if (worker.isOver()) {
      return over(ending(worker.pod()));
    }
    if (worker.stoppingSince() != null) {
      return awaitGone(worker.stoppingSince());
    }
    if (stop != null) {
      return new Stop(known, stop, now.plus(LOOK_AGAIN));
    }
    return switch (worker.pod()) {
      case PodFact.Running(_, @Nullable Instant goneAt) ->
          goneAt == null
              ? new Watch(known, true, nextLook())
              : awaitLeaving(goneAt.plus(limits.stop()));
      case PodFact.Waiting(_, String why) -> awaitStart(worker, why);
      case PodFact.Missing _ -> awaitStart(worker, "");
      case PodFact.Ended _ ->
          throw new IllegalStateException("an ended pod is judged, not watched");
    };
  }

  private WorkerStep awaitStart(Present worker, String why) {
    Instant patience = worker.createdAt().plus(limits.start());
    if (now.isBefore(patience)) {
      boolean young = now.isBefore(worker.createdAt().plus(USUAL_START));
      Instant next = now.plus(young ? LOOK_AGAIN : LOOK_AT_A_STUCK_START);
      return new Watch(known, false, soonest(next, patience));
    }
    String start = DurationText.of(limits.start());
    // What Kubernetes names stays until a person mends it; silence may be a node that went away.
    return over(
        new Ending.NeverRan(
            now,
            why.isEmpty()
                ? new Failure(
                    FailureReason.WORKER_LOST,
                    "The pod did not start within %s, and Kubernetes does not say why."
                        .formatted(start))
                : new Failure(
                    FailureReason.WORKER_NOT_STARTED,
                    "The pod did not start within %s: %s.".formatted(start, trimmed(why)))));
  }

  private WorkerStep awaitLeaving(Instant patience) {
    return now.isBefore(patience)
        ? new AwaitGone(
            known,
            "The pod was asked to stop by somebody else.",
            soonest(now.plus(LOOK_AGAIN), patience))
        : new Force(known, now.plus(LOOK_AGAIN));
  }

  private WorkerStep awaitGone(Instant since) {
    Instant patience = since.plus(limits.stop());
    if (now.isBefore(patience)) {
      return new AwaitGone(
          known,
          stop == null ? "The worker is being deleted." : stop.message(),
          soonest(now.plus(LOOK_AGAIN), patience));
    }
    return now.isBefore(patience.plus(limits.stop()))
        ? new Force(known, now.plus(LOOK_AGAIN))
        : over(gone("The Job did not go away when deleted"));
  }

  /** The attempt is known to have failed, but its program may still write. */
  private WorkerStep removeFailed(Present worker) {
    Failure why = lastFailure();
    if (worker.stoppingSince() == null) {
      return new Stop(known, why, now.plus(LOOK_AGAIN));
    }
    Instant patience = worker.stoppingSince().plus(limits.stop());
    if (now.isBefore(patience)) {
      return new AwaitGone(known, why.message(), soonest(now.plus(LOOK_AGAIN), patience));
    }
    Instant end = soonest(patience.plus(limits.stop()), Objects.requireNonNull(known.deadline()));
    return now.isBefore(end) || now.isBefore(patience.plus(LOOK_AGAIN))
        ? new Force(known, now.plus(LOOK_AGAIN))
        : over(new Ending.GivenUp(why, true));
  }

  private WorkerStep over(Ending ending) {
    return new Over(known, ending, stop);
  }

  private Ending ending(PodFact pod) {
    return switch (pod) {
      case PodFact.Ended(String name, Instant at, HowEnded how, String detail, _) ->
          new Ending.Gone(name, at, how, detail);
      case PodFact.Missing _, PodFact.Waiting _, PodFact.Running _ -> gone("The pod is gone");
    };
  }

  private Ending gone(String detail) {
    return new Ending.Gone(null, now, HowEnded.REMOVED, detail);
  }

  private Failure lastFailure() {
    return Objects.requireNonNullElseGet(
        known.failure(), () -> new Failure(FailureReason.INTERNAL, "The attempt failed."));
  }

  private @Nullable Failure overdue() {
    Instant deadline = Objects.requireNonNull(known.deadline());
    return now.isBefore(deadline)
        ? null
        : new Failure(
            FailureReason.DEADLINE_EXCEEDED,
            "The work did not end within %s of its start."
                .formatted(
                    DurationText.of(
                        Duration.between(Objects.requireNonNull(known.startedAt()), deadline))));
  }

  private Instant nextLook() {
    return soonest(now.plus(LOOK_AGAIN), Objects.requireNonNull(known.deadline()));
  }

  private static Instant soonest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static String trimmed(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
