package dev.salvaguarda.domain.notice;

/** Where a notice stands. */
public enum NoticeState {
  /** It waits for its first or its next attempt. */
  PENDING,
  /** Somebody has claimed it and sends it. */
  SENDING,
  /** The next server took it for at least one receiver. */
  DELIVERED,
  /** It was given up, and nobody is known to have it. */
  FAILED,
  /** It was handed over, and no answer came. */
  UNCERTAIN,
  /** It was no longer true when its turn came, or is told by another notice. */
  SUPPRESSED
}
