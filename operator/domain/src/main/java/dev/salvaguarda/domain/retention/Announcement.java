package dev.salvaguarda.domain.retention;

import java.time.Duration;
import java.time.Instant;

/**
 * A removal beyond the limit that people have been told of. Each pass that removes a part of it
 * announces the rest anew, so that however often passes are due, a day lies between two parts.
 *
 * @param since when they were told
 * @param terms the rules and the zone that it was computed with; others need an announcement anew
 */
public record Announcement(Instant since, String terms) {
  /** How long people are told before anything beyond the limit is removed. */
  public static final Duration NOTICE = Duration.ofDays(1);

  /** When what it announces may be removed. */
  public Instant effective() {
    return since.plus(NOTICE);
  }
}
