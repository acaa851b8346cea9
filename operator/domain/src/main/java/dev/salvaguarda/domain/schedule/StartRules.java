package dev.salvaguarda.domain.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * How a policy wants its ticks to be treated.
 *
 * @param delay the policy's own jitter, added to every tick; see {@link Jitter}
 * @param startingDeadline a tick that could not be started this long after its delayed time is
 *     missed
 * @param missedRuns what follows then
 */
public record StartRules(Duration delay, Duration startingDeadline, MissedRuns missedRuns) {
  public StartRules {
    if (delay.isNegative() || startingDeadline.isNegative()) {
      throw new IllegalArgumentException("delay and startingDeadline must not be negative");
    }
  }

  /** When a tick's run is to be started. */
  Instant startAt(Tick tick) {
    return tick.dueAt().plus(delay);
  }

  /** The last instant at which it may be started. */
  Instant startBy(Tick tick) {
    return startAt(tick).plus(startingDeadline);
  }
}
