package dev.salvaguarda.domain.run;

import dev.salvaguarda.domain.worker.WorkerLimits;
import java.time.Duration;

/**
 * How long each part of a run may take before something is done about it. No wait is without a
 * limit, so every run ends.
 *
 * @param pending from creation until the run must at least be queued
 * @param queued from creation until the first attempt must have started
 * @param judge how long a repository that does not answer is asked whether it holds the snapshots
 *     that a worker named
 * @param startInTheWay how long a pod that lacks an object may take to start while others wait for
 *     the run
 * @param worker of its attempts
 */
public record RunLimits(
    Duration pending,
    Duration queued,
    Duration judge,
    Duration startInTheWay,
    WorkerLimits worker) {
  /**
   * What holds unless somebody says otherwise: half an hour for what the run needs to appear, a day
   * in the queue.
   */
  public static RunLimits of(WorkerLimits worker) {
    return new RunLimits(
        Duration.ofMinutes(30),
        Duration.ofHours(24),
        Duration.ofMinutes(10),
        Duration.ofSeconds(135),
        worker);
  }

  /** The same limits with another time for all attempts together. */
  public RunLimits withActive(Duration deadline) {
    return new RunLimits(pending, queued, judge, startInTheWay, worker.withActive(deadline));
  }
}
