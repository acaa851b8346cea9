package dev.salvaguarda.domain.schedule;

import java.time.Instant;

/**
 * Where a policy stands.
 *
 * @param handledUntil ticks at or before this instant have a run, or a record that they were missed
 * @param runPending whether a run of the policy waits to start
 * @param lastStart when a run of the whole source last started; {@link Instant#MIN} if never
 */
public record Standing(Instant handledUntil, boolean runPending, Instant lastStart) {}
