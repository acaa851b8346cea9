package dev.salvaguarda.domain.notice;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is written down of a notice.
 *
 * @param settled whether nothing happens to it any more
 * @param attempts how many were begun
 * @param leaseUntil until when the newest attempt's holder alone may touch it; null without one
 * @param nextAt when the next attempt is due; null means as soon as may be
 * @param reached receivers who have it
 * @param refused receivers who will not get it
 */
public record NoticeMemory(
    NoticeState state,
    boolean settled,
    int attempts,
    @Nullable Instant leaseUntil,
    @Nullable Instant nextAt,
    int reached,
    int refused) {

  /** Of a notice that was never looked at. */
  public static NoticeMemory none() {
    return new NoticeMemory(NoticeState.PENDING, false, 0, null, null, 0, 0);
  }
}
