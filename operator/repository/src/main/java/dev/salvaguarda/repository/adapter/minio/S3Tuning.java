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
 */
public record S3Tuning(
    Duration connect,
    Duration silence,
    Duration call,
    int connections,
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Duration giveUp) {

  /** For a backup: rides out some minutes of a server's restart or a network's bad time. */
  public static final S3Tuning PATIENT =
      new S3Tuning(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(10),
          8,
          12,
          Duration.ofMillis(200),
          Duration.ofSeconds(15),
          Duration.ofMinutes(5));

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
          Duration.ofSeconds(20));

  public S3Tuning {
    if (connections < 1 || attempts < 1) {
      throw new IllegalArgumentException("connections and attempts must be at least 1");
    }
  }
}
