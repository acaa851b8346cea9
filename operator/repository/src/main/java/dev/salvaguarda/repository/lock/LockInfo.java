package dev.salvaguarda.repository.lock;

import dev.salvaguarda.repository.model.FileId;
import java.time.Instant;

/**
 * A lock that somebody holds or left behind.
 *
 * @param id name of its file; changes with every renewal
 * @param readable whether its file tells who holds it; if not, it may be of anybody
 * @param time when it was written or renewed; of one that can't be read, by the store's clock
 * @param exclusive whether it keeps everybody else away; one that can't be read may
 * @param hostname machine or pod of its holder; empty if it can't be read
 */
public record LockInfo(
    FileId id,
    boolean readable,
    Instant time,
    boolean exclusive,
    String hostname,
    String username,
    long pid) {

  static LockInfo unreadable(FileId id, Instant stored) {
    return new LockInfo(id, false, stored, true, "", "", 0);
  }

  /** Names the holder for a person. */
  public String holder() {
    if (!readable) {
      return "the lock file %s, stored %s, can't be read, and somebody may hold it"
          .formatted(id.abbreviated(), time);
    }
    return "%s lock of %s@%s (process %d), renewed %s"
        .formatted(exclusive ? "exclusive" : "shared", username, hostname, pid, time);
  }
}
