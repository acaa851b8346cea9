package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Ending {
  /**
   * Its program can no longer write; what it did is to be judged.
   *
   * @param pod whose log may hold the result; null if the pod is gone
   * @param at when
   * @param how what Kubernetes says about it
   * @param detail the same in words; may be empty
   */
  record Gone(@Nullable String pod, Instant at, HowEnded how, String detail) implements Ending {
    /** Why there is no result, if there is none. */
    public Failure failure() {
      return switch (how) {
        case EXITED ->
            new Failure(
                FailureReason.WORKER_LOST,
                "The worker ended without a result%s.".formatted(words()));
        case BAD_ORDER ->
            new Failure(
                FailureReason.INVALID_WORK_ORDER,
                "The worker could not read its work order%s.".formatted(words()));
        case OUT_OF_MEMORY ->
            new Failure(
                FailureReason.WORKER_OUT_OF_MEMORY,
                "The worker ran out of memory; raise runTemplate.resources.limits.memory.");
        case REMOVED ->
            new Failure(
                FailureReason.WORKER_LOST,
                "The worker was lost before it had a result%s.".formatted(words()));
      };
    }

    /** What Kubernetes says, as the end of a sentence without its full stop; may be empty. */
    public String words() {
      if (detail.isEmpty()) {
        return "";
      }
      return ": " + (detail.endsWith(".") ? detail.substring(0, detail.length() - 1) : detail);
    }
  }

  /** Its program never ran, so there is nothing to judge; its Job still has to go. */
  record NeverRan(Instant at, Failure why) implements Ending {}

  /**
   * Nothing more is tried, for a reason that has nothing to do with what an attempt did.
   *
   * @param clear whether a worker may still be there and must go
   */
  record GivenUp(Failure why, boolean clear) implements Ending {}
}
