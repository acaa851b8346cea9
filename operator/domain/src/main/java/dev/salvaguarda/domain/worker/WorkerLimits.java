package dev.salvaguarda.domain.worker;

import java.time.Duration;

/**
 * How long each part of a worker's life may take before something is done about it.
 *
 * @param attempts how often work is tried, the first time included
 * @param active from the start of the first attempt until the end of the last
 * @param start from the creation of an attempt's Job until its program must run
 * @param stop from asking a worker to stop until it is removed by force
 * @param keep how long the Job and its log stay after the end
 * @param retry the wait after the first attempt that failed, see {@link BackOff}
 */
public record WorkerLimits(
    int attempts, Duration active, Duration start, Duration stop, Duration keep, Duration retry) {
  /** Three attempts within 6 hours, ten minutes for a pod to start. */
  public static WorkerLimits defaults() {
    return new WorkerLimits(
        3,
        Duration.ofHours(6),
        Duration.ofMinutes(10),
        Duration.ofSeconds(90),
        Duration.ofMinutes(10),
        Duration.ofSeconds(30));
  }

  /** The same limits with another time for all attempts together. */
  public WorkerLimits withActive(Duration deadline) {
    return new WorkerLimits(attempts, deadline, start, stop, keep, retry);
  }

  /** The same limits with another time for a pod to start. */
  public WorkerLimits withStart(Duration patience) {
    return new WorkerLimits(attempts, active, patience, stop, keep, retry);
  }

  /** The same limits with another number of attempts. */
  public WorkerLimits withAttempts(int number) {
    return new WorkerLimits(number, active, start, stop, keep, retry);
  }

  /** The same limits with another wait before a retry. */
  public WorkerLimits withRetry(Duration first) {
    return new WorkerLimits(attempts, active, start, stop, keep, first);
  }

  /** The same limits with another time for which the Jobs of ended work stay. */
  public WorkerLimits withKeep(Duration time) {
    return new WorkerLimits(attempts, active, start, stop, time, retry);
  }
}
