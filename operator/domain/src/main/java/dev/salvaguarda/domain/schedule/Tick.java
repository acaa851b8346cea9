package dev.salvaguarda.domain.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/**
 * One time at which a policy is due.
 *
 * @param schedule name of the schedule; of several that are due together, the first in the policy
 * @param dueAt by the pattern, without jitter
 */
public record Tick(String schedule, Instant dueAt) {

  /** What the clock on the wall shows when the tick is due. */
  public LocalDateTime wallClock(ZoneId zone) {
    return LocalDateTime.ofInstant(dueAt, zone);
  }

  /** Whether the wall clock shows this minute for the second time because clocks went back. */
  public boolean inRepeatedHour(ZoneId zone) {
    ZoneOffsetTransition change = zone.getRules().getTransition(wallClock(zone));
    return change != null && change.isOverlap() && !dueAt.isBefore(change.getInstant());
  }
}
