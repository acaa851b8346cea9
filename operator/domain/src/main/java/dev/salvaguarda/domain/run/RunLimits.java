package dev.salvaguarda.domain.run;

import java.time.Duration;

/**
 * How long each part of a run may take before something is done about it. No wait is without a
 * limit, so every run ends.
 *
 * @param attempts how often a run is tried, the first time included
 * @param pending from creation until the run must at least be queued
 * @param queued from creation until the first attempt must have started
 * @param active from the start of the first attempt until the end of the last
 * @param start from the creation of an attempt's Job until its program must run
 * @param stop from asking a worker to stop until it is removed by force
 * @param judge how long a repository that does not answer is asked whether it holds the snapshots
 *     that a worker named
 * @param keepWorker how long the Job and its log stay after the end of the run
 * @param retry the wait after the first attempt that failed, see {@link BackOff}
 */
public record RunLimits(
    int attempts,
    Duration pending,
    Duration queued,
    Duration active,
    Duration start,
    Duration stop,
    Duration judge,
    Duration keepWorker,
    Duration retry) {

  /**
   * What holds unless somebody says otherwise: 3 attempts within 6 hours, a day in the queue, half
   * an hour for what the run needs to appear, ten minutes for a pod to start.
   */
  public static RunLimits defaults() {
    return new RunLimits(
        3,
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofHours(6),
        Duration.ofMinutes(10),
        Duration.ofSeconds(90),
        Duration.ofMinutes(10),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30));
  }

  /** The same limits with another time for all attempts together. */
  public RunLimits withActive(Duration deadline) {
    return new RunLimits(
        attempts, pending, queued, deadline, start, stop, judge, keepWorker, retry);
  }

  /** The same limits with another wait before a retry. */
  public RunLimits withRetry(Duration first) {
    return new RunLimits(attempts, pending, queued, active, start, stop, judge, keepWorker, first);
  }

  /** The same limits with another time for which the Jobs of ended runs stay. */
  public RunLimits withKeepWorker(Duration time) {
    return new RunLimits(attempts, pending, queued, active, start, stop, judge, time, retry);
  }
}
