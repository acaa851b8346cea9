package dev.salvaguarda.domain.worker;

import java.time.Duration;

/**
 * How long to wait after a failed attempt: four times as long after each, never more than twenty
 * times the first, and up to a quarter longer. How much longer depends on the run's name, so that
 * runs which failed together don't come back together, and the same run always gets the same
 * answer.
 */
public final class BackOff {
  private static final long MOST = 20;

  private BackOff() {}

  /**
   * The wait after an attempt.
   *
   * @param run name of the run
   * @param attempt the one that failed, counted from 1
   * @param first the wait after the first attempt
   */
  public static Duration after(String run, int attempt, Duration first) {
    long times = Math.min(MOST, 1L << Math.min(10, 2 * (attempt - 1)));
    long spread = Math.floorMod((run + "#" + attempt).hashCode() * 0x9E3779B97F4A7C15L, 251L);
    return first.multipliedBy(times * (1000 + spread)).dividedBy(1000);
  }
}
