package dev.salvaguarda.domain.worker;

import dev.salvaguarda.domain.failure.Failure;
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
  record Gone(@Nullable String pod, Instant at, HowEnded how, String detail) implements Ending {}

  /** Its program never ran, so there is nothing to judge; its Job still has to go. */
  record NeverRan(Instant at, Failure why) implements Ending {}

  /**
   * Nothing more is tried, for a reason that has nothing to do with what an attempt did.
   *
   * @param clear whether a worker may still be there and must go
   */
  record GivenUp(Failure why, boolean clear) implements Ending {}
}
