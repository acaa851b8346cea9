package dev.salvaguarda.agent.spool;

import java.time.Duration;

/**
 * How long a worker waits for a host.
 *
 * @param first before the host is asked again what a task is up to; each wait is half as long again
 * @param longest the longest such wait
 * @param patience how long the host may give no answer while a task runs
 * @param toEnd how long a task may take to end that was asked to, or an archive to be removed
 */
public record SpoolPace(Duration first, Duration longest, Duration patience, Duration toEnd) {
  /** The usual one. */
  public static final SpoolPace USUAL =
      new SpoolPace(
          Duration.ofMillis(250),
          Duration.ofSeconds(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(3));

  Duration after(Duration wait) {
    Duration next = wait.plus(wait.dividedBy(2));
    return next.compareTo(longest) > 0 ? longest : next;
  }
}
