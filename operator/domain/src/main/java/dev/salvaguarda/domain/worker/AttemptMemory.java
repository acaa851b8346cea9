package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.worker.WorkerFact.Present;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of the attempts; all of it survives a restart.
 *
 * @param attempt the one started last; 0 before the first
 * @param startedAt when the first was started, or what comes before it was begun; null before
 * @param deadline when all must be over, fixed at the first start; null before
 * @param retryAt when the next one is due; set only while the last one is known to have failed
 * @param failure why the last one failed; null if none did
 */
public record AttemptMemory(
    int attempt,
    @Nullable Instant startedAt,
    @Nullable Instant deadline,
    @Nullable Instant retryAt,
    @Nullable Failure failure) {
  /** Of work that was never tried. */
  public static AttemptMemory none() {
    return new AttemptMemory(0, null, null, null, null);
  }

  /** Of work that is prepared from now on. */
  public static AttemptMemory preparing(Instant now) {
    return new AttemptMemory(0, now, null, null, null);
  }

  /**
   * The same as somebody has it whose clock shows this. Attempts that began later than now began
   * now, and all that follows from it is as far away as it was.
   */
  public AttemptMemory seenAt(Instant now) {
    if (startedAt == null || !startedAt.isAfter(now)) {
      return this;
    }
    Duration ahead = Duration.between(now, startedAt);
    return new AttemptMemory(
        attempt, now, sooner(deadline, ahead), sooner(retryAt, ahead), failure);
  }

  private static @Nullable Instant sooner(@Nullable Instant time, Duration by) {
    return time == null ? null : time.minus(by);
  }

  /** What is known once the next attempt is started. */
  public AttemptMemory starting(WorkerLimits limits, Instant now) {
    Instant since = attempt == 0 ? now : since(now);
    return new AttemptMemory(attempt + 1, since(now), deadline(limits, since), null, failure);
  }

  /** What is known once the last attempt failed and another one follows. */
  public AttemptMemory failed(Failure why, Instant next) {
    return new AttemptMemory(attempt, startedAt, deadline, next, why);
  }

  /** What is known of an attempt whose Job is seen, even if nobody wrote down that it started. */
  AttemptMemory seeing(Present worker, WorkerLimits limits) {
    Instant since = attempt == 0 ? worker.createdAt() : since(worker.createdAt());
    return new AttemptMemory(
        worker.attempt(),
        since(worker.createdAt()),
        deadline(limits, since),
        worker.attempt() > attempt ? null : retryAt,
        failure);
  }

  /** What is known of an attempt whose Job is gone. */
  AttemptMemory missing(WorkerLimits limits, Instant now) {
    Instant since = since(now);
    return new AttemptMemory(
        Math.max(1, attempt), since, deadline(limits, since), retryAt, failure);
  }

  private Instant since(Instant otherwise) {
    return startedAt == null ? otherwise : startedAt;
  }

  private Instant deadline(WorkerLimits limits, Instant since) {
    return deadline == null ? since.plus(limits.active()) : deadline;
  }
}
