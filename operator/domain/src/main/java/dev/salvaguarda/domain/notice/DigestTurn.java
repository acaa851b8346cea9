package dev.salvaguarda.domain.notice;

import java.time.Duration;
import java.time.Instant;

/**
 * When notices are told together, and from when on each goes by itself. Those who collect and those
 * who send go by the same turn, and between the two lies a pause: nothing is told both ways.
 *
 * @param time of the digest
 * @param since from when on this operator can collect: one that was away over that time makes up
 *     for it
 */
public record DigestTurn(Instant time, Instant since) {
  /** For what was made in the last moment to be seen. */
  public static final Duration GRACE = Duration.ofMinutes(1);

  /** After that, what should have been told with others goes by itself. */
  static final Duration PATIENCE = Duration.ofHours(1);

  /** Longer than it takes to make a digest that was begun. */
  static final Duration PAUSE = Duration.ofMinutes(10);

  /** From when on a digest is made. */
  public Instant opens() {
    return begin().plus(GRACE);
  }

  /** Whether a digest may be made now. */
  public boolean isOpen(Instant now) {
    return !now.isBefore(opens()) && now.isBefore(ends().minus(PAUSE));
  }

  /** From when on what no digest has told goes by itself. */
  public Instant ends() {
    return begin().plus(PATIENCE);
  }

  private Instant begin() {
    return time.isAfter(since) ? time : since;
  }
}
