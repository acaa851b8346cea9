package dev.salvaguarda.domain.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What retention has to know of a snapshot.
 *
 * @param id of the snapshot
 * @param time the instant that the copy speaks of
 * @param target of the policy that it is a copy of; each is judged apart
 * @param runUid the run that made it; empty if it does not say
 * @param good whether nothing speaks against it: a guard that doubted it, a look that found it
 *     damaged
 * @param lockedUntil until when the object store refuses to delete it; null means that it doesn't
 */
public record SnapshotFact(
    String id,
    Instant time,
    String target,
    String runUid,
    boolean good,
    @Nullable Instant lockedUntil) {}
