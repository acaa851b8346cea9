package dev.salvaguarda.domain.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be done about a notice. */
public sealed interface NoticeDecision {

  /** Nothing, ever again. */
  record Rest() implements NoticeDecision {}

  /** Nothing now: somebody sends it, or the watch is behind. */
  record Await(Instant until) implements NoticeDecision {}

  /** It is not yet its turn. */
  record Wait(NoticeReason reason, String message, Instant until) implements NoticeDecision {}

  /** Nobody knows whether it arrived, and it waits for a person. */
  record Hold(Instant until) implements NoticeDecision {}

  /**
   * It is to be claimed and, if nobody was faster, sent.
   *
   * @param number of the attempt
   * @param leaseUntil until when nobody else touches it; longer than an attempt may take
   */
  record Send(int number, Instant leaseUntil) implements NoticeDecision {}

  /** What came of an attempt is to be written down. */
  record Note(int number, Answer answer, After after) implements NoticeDecision {}

  /** It comes to its end without another attempt. */
  record End(After after) implements NoticeDecision {}

  /**
   * How a notice stands after a decision.
   *
   * @param settled whether nothing happens to it any more
   * @param reason null if there is nothing to explain
   * @param message empty if there is nothing to explain
   * @param nextAt when it is tried next; null if it is not, or that is not known
   * @param reached receivers who have it
   * @param refused receivers who will not get it
   * @param fallback the channel on which a stand-in is to be made first; null without one
   */
  record After(
      NoticeState state,
      boolean settled,
      @Nullable NoticeReason reason,
      String message,
      @Nullable Instant nextAt,
      int reached,
      int refused,
      @Nullable String fallback) {}
}
