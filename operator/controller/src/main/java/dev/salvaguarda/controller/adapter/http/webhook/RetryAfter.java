package dev.salvaguarda.controller.adapter.http.webhook;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long a receiver wants to be left alone; pure. */
final class RetryAfter {
  /**
   * A receiver that asks for more is asked again after this: it may be wrong, or a proxy's word.
   */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final int MOST_DIGITS = 9;

  private RetryAfter() {}

  /**
   * The longer of what header and body say; zero where neither says anything that can be read.
   *
   * @param header seconds, or a date of HTTP
   * @param seconds that the body says
   */
  static Duration of(String header, long seconds, Instant now) {
    Duration said = longer(header(header.strip(), now), Duration.ofSeconds(seconds));
    return said.compareTo(LONGEST) < 0 ? longer(said, Duration.ZERO) : LONGEST;
  }

  private static Duration header(String header, Instant now) {
    if (header.matches("\\d{1," + MOST_DIGITS + "}")) {
      return Duration.ofSeconds(Long.parseLong(header));
    }
    if (header.matches("\\d+")) {
      return LONGEST;
    }
    try {
      return Duration.between(
          now, ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException _) {
      return Duration.ZERO;
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
