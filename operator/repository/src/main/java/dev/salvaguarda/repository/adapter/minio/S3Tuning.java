package dev.salvaguarda.repository.adapter.minio;

import java.time.Duration;

/**
 * How patient the client is.
 *
 * @param connect longest wait for a connection
 * @param silence longest wait for the next byte in either direction
 * @param call longest time for one request with its answer's head
 * @param connections requests at a time; more wait
 * @param attempts tries of one request, at least 1
 * @param firstPause wait before the second try; each further one waits up to twice as long
 * @param longestPause no wait is longer
 * @param giveUp no try is begun later than this after the first
 * @param uploadBytesPerSecond upload limit over all connections; 0 means none
 */
public record S3Tuning(
    Duration connect,
    Duration silence,
    Duration call,
    int connections,
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Duration giveUp,
    long uploadBytesPerSecond) {
  /** No object that is stored is larger: packs are closed at 128 MiB, and a blob may follow. */
  private static final long LARGEST_OBJECT = 160L << 20;

  /** For a backup: rides out some minutes of a server's restart or a network's bad time. */
  public static final S3Tuning PATIENT =
      new S3Tuning(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          16,
          12,
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5),
          0);

  /** For a probe: says within seconds what is wrong. */
  public static final S3Tuning BRISK =
      new S3Tuning(
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          2,
          3,
          Duration.ofMillis(200),
          Duration.ofSeconds(1),
          Duration.ofSeconds(20),
          0);

  public S3Tuning {
    if (connections < 1 || attempts < 1) {
      throw new IllegalArgumentException("connections and attempts must be at least 1");
    }
    if (uploadBytesPerSecond < 0) {
      throw new IllegalArgumentException("uploadBytesPerSecond must not be negative");
    }
  }

  /**
   * The same with an upload limit, 0 for none. One request, and the time in which it is tried
   * again, may last as much longer as the largest object takes when all connections share the
   * limit; a connection on which nothing moves is still noticed as early as before.
   */
  public S3Tuning withUploadLimit(long bytesPerSecond) {
    Duration slower =
        bytesPerSecond == 0
            ? Duration.ZERO
            : Duration.ofSeconds(Math.ceilDiv(LARGEST_OBJECT * connections, bytesPerSecond));
    return new S3Tuning(
        connect,
        silence,
        longer(call, slower),
        connections,
        attempts,
        firstPause,
        longestPause,
        longer(giveUp, slower),
        bytesPerSecond);
  }

  /** The HTTP client counts milliseconds in an int; three weeks are enough for everybody. */
  private static Duration longer(Duration patience, Duration by) {
    Duration sum = patience.plus(by);
    return sum.compareTo(Duration.ofDays(21)) > 0 ? Duration.ofDays(21) : sum;
  }
}
