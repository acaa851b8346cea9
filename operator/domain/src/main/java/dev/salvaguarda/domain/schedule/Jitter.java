package dev.salvaguarda.domain.schedule;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;

/**
 * How much later than its pattern a policy starts its runs, so that a hundred policies with the
 * same cron expression don't all start at once. A policy always gets the same delay.
 */
public final class Jitter {
  private Jitter() {}

  /**
   * The delay of the policy with this UID: whole seconds, zero or more and less than {@code bound}.
   *
   * @param bound {@code spec.jitter}; zero means no delay
   */
  public static Duration of(String uid, Duration bound) {
    long seconds = bound.toSeconds();
    return seconds <= 0 ? Duration.ZERO : Duration.ofSeconds(Math.floorMod(hash(uid), seconds));
  }

  /**
   * Whether a bound is small enough for a pattern: shorter than half its shortest interval, so that
   * a delayed run is nearer to its own tick than to the next.
   */
  public static boolean fits(Duration bound, CronPattern pattern) {
    return bound.isZero() || bound.multipliedBy(2).compareTo(pattern.shortestInterval()) < 0;
  }

  private static long hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
