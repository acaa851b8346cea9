package dev.salvaguarda.controller.attempt;

import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.WorkerStep;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why work is where it is, as it stands in a status.
 *
 * @param reason of a failure or of a condition, in wire form; null where all is well
 * @param message the same for a person
 */
public record Explanation(@Nullable String reason, @Nullable String message) {
  /** All is well. */
  public static Explanation none() {
    return new Explanation(null, null);
  }

  public static Explanation of(ConditionReason reason, @Nullable String message) {
    return new Explanation(reason.wireName(), message);
  }

  public static Explanation of(Failure failure) {
    return new Explanation(failure.reason().wireName(), failure.message());
  }

  /** The failure that a status tells of; null if it tells of none. */
  public @Nullable Failure failure() {
    return Arrays.stream(FailureReason.values())
        .filter(known -> known.wireName().equals(reason))
        .findFirst()
        .map(known -> new Failure(known, Objects.requireNonNullElse(message, known.meaning())))
        .orElse(null);
  }

  /**
   * Why work is where it is while its worker is led.
   *
   * @param old what the status said before
   */
  public static Explanation of(WorkerStep work, WorkerSeen worker, Explanation old) {
    return switch (work) {
      case WorkerStep.Stop stop -> of(stop.why());
      case WorkerStep.AwaitGone wait -> new Explanation(old.reason, wait.why());
      case WorkerStep.Watch watch -> waitingPod(watch, worker);
      case WorkerStep.AwaitRetry _,
          WorkerStep.Clear _,
          WorkerStep.Force _,
          WorkerStep.Over _,
          WorkerStep.Rest _,
          WorkerStep.Start _ ->
          work.known().retryAt() == null ? none() : old;
    };
  }

  /** What keeps a pod from starting, while there is still time to mend it. */
  private static Explanation waitingPod(WorkerStep.Watch watch, WorkerSeen worker) {
    String why = worker.waitingFor();
    return why.isEmpty()
        ? none()
        : new Explanation(
            FailureReason.WORKER_NOT_STARTED.wireName(),
            "The pod of attempt %d does not start yet: %s".formatted(watch.known().attempt(), why));
  }
}
