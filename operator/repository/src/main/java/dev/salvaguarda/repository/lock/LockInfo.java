package dev.salvaguarda.repository.lock;

import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;

/**
 * A lock that somebody holds or left behind.
 *
 * @param id name of its file; changes with every renewal
 * @param time when it was written or renewed
 * @param hostname machine or pod of its holder
 */
public record LockInfo(
    FileId id, Instant time, boolean exclusive, String hostname, String username, long pid) {

  /** Names the holder for a person. */
  public String holder() {
    return "%s lock of %s@%s (process %d), renewed %s"
        .formatted(exclusive ? "exclusive" : "shared", username, hostname, pid, time);
  }
}
