package dev.salvaguarda.controller.adapter.http.webhook;

import java.time.Duration;

/** How a request ended, without any of its words. */
sealed interface Reply {
  /**
   * The server answered.
   *
   * @param status of three digits
   * @param retryAfter the header of that name; empty without one
   * @param body its beginning
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
    NAME_UNKNOWN("can't be found: the name is not known."),
    LOCAL("leads to the operator's own pod or to its link, where webhooks may not go."),
    NO_CONNECTION("does not take connections."),
    TOO_SLOW("did not answer in time."),
    BROKEN("ended the connection."),
    DISTRUST("has a certificate that is not trusted, or for another name."),
    NO_TLS("does not speak TLS as it should."),
    BAD_AUTHORITIES("can't be trusted: caBundleRef holds no certificate that can be read."),
    BAD_REQUEST("can't be asked: its URL, or a header of headersRef, is none."),
    STOPPED("was not asked: the operator stopped the delivery.");

    private final String words;

    Obstacle(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}
