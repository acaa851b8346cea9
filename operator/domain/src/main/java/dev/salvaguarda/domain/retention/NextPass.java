package dev.salvaguarda.domain.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * What is known of the time from one pass to the next.
 *
 * @param at when the next one is due
 * @param crons of the schedules by which copies are made until then, in the policy's zone; empty if
 *     none are made
 * @param delay how much later than its schedule the policy starts a run
 * @param released keys of {@link Floors#held} that nothing holds any more by then
 * @param superseded of {@link Floors#goodRuns} those that are it no more once a run has gone as the
 *     newest one did
 */
public record NextPass(
    Instant at, List<String> crons, Duration delay, Set<String> released, Set<String> superseded) {
  public NextPass {
    crons = List.copyOf(crons);
    released = Set.copyOf(released);
    superseded = Set.copyOf(superseded);
  }
}
