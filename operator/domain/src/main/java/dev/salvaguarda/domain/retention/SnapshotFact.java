package dev.salvaguarda.domain.retention;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What retention has to know of a snapshot.
 *
 * @param id of the snapshot
 * @param time the instant that the copy speaks of
 * @param host name of the source that it was copied from; empty if it does not say
 * @param target of the policy that it is a copy of; each of a host is judged apart
 * @param runUid the run that made it; empty if it does not say
 * @param quality what speaks against it
 * @param lockedUntil until when the object store refuses to delete it; null means that it doesn't
 */
public record SnapshotFact(
    String id,
    Instant time,
    String host,
    String target,
    String runUid,
    Quality quality,
    @Nullable Instant lockedUntil) {

  /** The same, which the object store refuses to delete until then. */
  public SnapshotFact locked(Instant until) {
    return new SnapshotFact(id, time, host, target, runUid, quality, until);
  }

  /** What it is a copy of: two servers may each have a database of the same name. */
  record Origin(String host, String target) {}

  Origin origin() {
    return new Origin(host, target);
  }

  /** Whether nothing speaks against it. */
  boolean good() {
    return quality == Quality.GOOD;
  }
}
