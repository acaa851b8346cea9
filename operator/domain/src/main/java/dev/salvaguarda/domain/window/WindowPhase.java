package dev.salvaguarda.domain.window;

/** Where a maintenance window stands. */
public enum WindowPhase {
  /** Nobody outside was told of it yet, whatever its times are. */
  PROPOSED,
  /** It was announced and has not begun. */
  ANNOUNCED,
  /** Its time has come. */
  IN_PROGRESS,
  /** Its time is over, and nobody has said that the work is. */
  OVERRUN,
  /** The work is done. */
  COMPLETED,
  /** It does not take place. */
  CANCELLED
}
