package dev.salvaguarda.domain.run;

import java.time.Duration;

/**
 * How long to wait after a failed attempt: 30 seconds, 2 minutes, 8 minutes, never more than 10,
 * each up to a quarter longer. How much longer depends on the run's name, so that runs which failed
 * together don't come back together, and the same run always gets the same answer.
 */
public final class BackOff {
  private static final long BASE_SECONDS = 30;
  private static final long MOST_SECONDS = 600;

  private BackOff() {}

  /**
   * The wait after an attempt.
   *
   * @param run name of the run
   * @param attempt the one that failed, counted from 1
   */
  public static Duration after(String run, int attempt) {
    int doublings = Math.min(10, 2 * (attempt - 1));
    long seconds = Math.min(MOST_SECONDS, BASE_SECONDS << doublings);
    long spread = Math.floorMod((run + "#" + attempt).hashCode() * 0x9E3779B97F4A7C15L, 251L);
    return Duration.ofMillis(seconds * (1000 + spread));
  }
}
