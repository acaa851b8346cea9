package dev.salvaguarda.repository.lock;

import java.time.Duration;

/**
 * When a lock is looked at.
 *
 * @param recheck pause between writing a lock and looking for others again, so that of two that
 *     start together at least one sees the other
 * @param refresh how often a lock is renewed
 * @param lost age of the last successful renewal after which the holder must stop; before {@code
 *     stale}, so that it stops before others may ignore it
 * @param stale age after which everybody may ignore and remove a lock
 */
public record LockTiming(Duration recheck, Duration refresh, Duration lost, Duration stale) {

  /** The times by which restic lives. */
  public static final LockTiming RESTIC =
      new LockTiming(
          Duration.ofMillis(200),
          Duration.ofMinutes(5),
          Duration.ofMinutes(22).plusSeconds(30),
          Duration.ofMinutes(30));
}
