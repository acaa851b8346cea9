package dev.salvaguarda.domain.turn;

/** Whether somebody may start, as far as others are concerned. */
public sealed interface Turn {
  /** It holds the leases of all its groups. */
  record Mine() implements Turn {}

  /** Nobody comes first; whether the leases can be had shows when they are taken. */
  record Free() implements Turn {}

  /**
   * Others come first.
   *
   * @param position 1 for the next to start
   * @param waitingFor name of the one that ends or starts before this one can
   */
  record Behind(int position, String waitingFor) implements Turn {}
}
