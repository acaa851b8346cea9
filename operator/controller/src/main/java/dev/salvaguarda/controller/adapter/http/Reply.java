package dev.salvaguarda.controller.adapter.http;

import java.time.Duration;

/** How a request ended. */
public sealed interface Reply {
  /**
   * The server answered.
   *
   * @param status of three digits
   * @param retryAfter the header of that name; empty without one
   * @param body its beginning; it may repeat what the server was sent
   * @param isWhole whether the body ended, or has gone beyond what is read of it
   */
  record Answered(int status, String retryAfter, String body, boolean isWhole) implements Reply {}

  /** Nothing was handed over. */
  record Unreached(Obstacle obstacle) implements Reply {}

  /**
   * It was handed over, as far as anybody knows, and no answer came.
   *
   * @param waited for so long; zero where the connection ended
   */
  record Silent(Duration waited) implements Reply {}

  /** Why nothing was handed over. */
  enum Obstacle {
    NAME_UNKNOWN,
    LOCAL,
    NO_CONNECTION,
    TOO_SLOW,
    BROKEN,
    DISTRUST,
    NO_TLS,
    BAD_AUTHORITIES,
    BAD_REQUEST,
    STOPPED
  }
}
