package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.worker.WorkerFact.Present;
import dev.salvaguarda.domain.worker.WorkerStep.Clear;
import dev.salvaguarda.domain.worker.WorkerStep.Force;
import dev.salvaguarda.domain.worker.WorkerStep.Rest;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the worker of work that is judged: it is kept for whoever wants to look at it, and
 * then goes.
 */
public final class JudgedWorker {
  private JudgedWorker() {}

  /**
   * What to do now.
   *
   * @param endedAt when the work was judged; null if nobody wrote that down
   */
  public static WorkerStep decide(
      AttemptMemory memory,
      WorkerFact worker,
      WorkerLimits limits,
      @Nullable Instant endedAt,
      Instant now) {
    return switch (worker) {
      case WorkerFact.None _, WorkerFact.Foreign _ -> new Rest(memory, null);
      case Present present -> {
        Instant until =
            Objects.requireNonNullElse(endedAt, present.createdAt()).plus(limits.keep());
        if (present.stoppingSince() != null) {
          yield clearStubborn(memory, limits, present.stoppingSince(), now);
        }
        yield present.isOver() && now.isBefore(until)
            ? new Rest(memory, until)
            : new Clear(memory, now.plus(WorkerLife.LOOK_AGAIN));
      }
    };
  }

  private static WorkerStep clearStubborn(
      AttemptMemory memory, WorkerLimits limits, Instant since, Instant now) {
    Instant patience = since.plus(limits.stop());
    if (now.isBefore(patience)) {
      return new Rest(memory, patience);
    }
    return now.isBefore(patience.plus(limits.stop()))
        ? new Force(memory, now.plus(WorkerLife.LOOK_AGAIN))
        : new Rest(memory, null);
  }
}
