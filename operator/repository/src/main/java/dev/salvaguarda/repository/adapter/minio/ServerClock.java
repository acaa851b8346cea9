package dev.salvaguarda.repository.adapter.minio;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import okhttp3.Response;

/** Learns from the Date header of every answer how far the server's clock is from ours. */
final class ServerClock {
  /** S3 services refuse signatures that are older or newer than this. */
  private static final Duration TOLERATED = Duration.ofMinutes(15);

  private final Clock clock;
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean known;

  ServerClock(Clock clock) {
    this.clock = clock;
  }

  void learnFrom(Response response) {
    Date date = response.headers().getDate("Date");
    if (date != null) {
      ahead = Duration.between(clock.instant(), date.toInstant());
      known = true;
    }
  }

  /** Whether any answer said what time it is. */
  boolean isKnown() {
    return known;
  }

  Instant now() {
    return clock.instant().plus(ahead);
  }

  boolean isTooFarOff() {
    return ahead.abs().compareTo(TOLERATED) > 0;
  }

  /** Minutes between the clocks, for a message. */
  long minutesOff() {
    return ahead.abs().toMinutes();
  }
}
