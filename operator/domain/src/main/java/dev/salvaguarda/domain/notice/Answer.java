package dev.salvaguarda.domain.notice;

import java.time.Duration;

/** What came of an attempt, in numbers and one sentence that names nobody. */
public sealed interface Answer {
  /**
   * The server answered for every receiver.
   *
   * @param sent got it
   * @param deferred did not, and may in another attempt
   * @param rejected will not
   * @param message why some did not; empty if all did
   */
  record Answered(int sent, int deferred, int rejected, String message) implements Answer {}

  /**
   * Nobody got it, for certain.
   *
   * @param passes whether another attempt may help
   * @param pause that is asked for before it; zero where none is
   */
  record NotSent(boolean passes, String message, Duration pause) implements Answer {
    /** Where no pause is asked for. */
    public NotSent(boolean passes, String message) {
      this(passes, message, Duration.ZERO);
    }
  }

  /** Somebody may have got it. */
  record Unknown(String message) implements Answer {}
}
