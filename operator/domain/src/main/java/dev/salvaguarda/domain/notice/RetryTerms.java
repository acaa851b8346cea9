package dev.salvaguarda.domain.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How often and how long a delivery is tried.
 *
 * @param pauses after the first, the second, … attempt, at least one, each positive
 * @param deadline after which nothing is tried any more, counted from when the notice was made
 */
public record RetryTerms(List<Duration> pauses, Duration deadline) {
  /** More attempts are never made. */
  public static final int MOST_ATTEMPTS = 20;

  public RetryTerms {
    pauses = List.copyOf(pauses);
    if (pauses.isEmpty()) {
      throw new IllegalArgumentException("there must be a pause");
    }
  }

  /**
   * When the next attempt is due. Once the pauses are used up the last one is doubled again and
   * again, as far as that is needed for the attempts to last until the deadline.
   *
   * @param made attempts so far, 1 to {@value #MOST_ATTEMPTS}
   * @param last when the newest of them ended
   */
  Instant next(int made, Instant last, Instant deadlineAt) {
    Duration pause = pauses.get(Math.min(made, pauses.size()) - 1);
    Duration left = Duration.between(last, deadlineAt);
    int attemptsLeft = MOST_ATTEMPTS - made;
    if (made > pauses.size() && attemptsLeft > 0 && left.isPositive()) {
      Duration even = left.dividedBy(attemptsLeft);
      Duration doubled = pause.multipliedBy(1L << (made - pauses.size()));
      Duration longer = attemptsLeft == 1 || even.compareTo(doubled) < 0 ? even : doubled;
      pause = longer.compareTo(pause) > 0 ? longer : pause;
    }
    Instant next = last.plus(pause);
    return next.isAfter(deadlineAt) ? deadlineAt : next;
  }
}
