package dev.salvaguarda.domain.restore;

import dev.salvaguarda.domain.restore.CopyChoice.Copy;
import dev.salvaguarda.domain.restore.CopyChoice.Standing;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import java.time.Instant;

/**
 * A snapshot of a policy as it stands in a repository.
 *
 * @param run name of the one that made it; empty if it does not say
 * @param runUid UID of that run; empty if it does not say
 * @param host name of the source
 * @param capturedAt when its capture began
 * @param part the copy
 * @param standing what speaks against it
 */
public record StoredCopy(
    String run, String runUid, String host, Instant capturedAt, Part part, Standing standing) {

  /** What its run is known by; a snapshot that names none stands alone. */
  String maker() {
    return runUid.isEmpty() ? part.snapshotId() : runUid;
  }

  String target() {
    return part.target();
  }

  Copy copy() {
    return new Copy(run, capturedAt, part, standing);
  }
}
