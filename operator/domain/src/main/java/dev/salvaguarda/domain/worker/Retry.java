package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.RetryMeaning;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether and when work is tried again. */
public final class Retry {
  private Retry() {}

  /**
   * When the next attempt is due; empty if there is none, because there were enough or because the
   * deadline comes first.
   *
   * @param name of what is tried
   * @param failedAt when the last attempt ended
   */
  public static Optional<Instant> after(
      String name, AttemptMemory known, WorkerLimits limits, Instant failedAt, Instant now) {
    Instant due = failedAt.plus(BackOff.after(name, known.attempt(), limits.retry()));
    Instant next = due.isBefore(now) ? now : due;
    boolean inTime = next.isBefore(Objects.requireNonNull(known.deadline()));
    return known.attempt() < limits.attempts() && inTime ? Optional.of(next) : Optional.empty();
  }

  /** Whether the cause of a failure passes by itself. */
  public static boolean helps(@Nullable Failure failure) {
    return failure != null && failure.reason().retry() == RetryMeaning.BACK_OFF;
  }
}
