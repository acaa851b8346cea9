package dev.salvaguarda.domain.verification;

import dev.salvaguarda.domain.schedule.ZonedCadence;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long a test proves something: two intervals of the schedule, so that one test may be
 * missed, but 35 days at the most, a month and some days to mend what went wrong. Where tests are
 * rarer than once a month, the next due time and four days are given.
 */
public final class ProofPeriod {
  private static final Duration LONGEST = Duration.ofDays(35);
  private static final Duration GRACE = Duration.ofDays(4);

  private ProofPeriod() {}

  /**
   * The last instant at which it counts.
   *
   * @param cadence when tests are due; empty if nobody can tell
   * @param from when the test ended, or when tests were first asked for
   */
  public static Instant end(Optional<ZonedCadence> cadence, Instant from) {
    Instant longest = from.plus(LONGEST);
    Optional<Instant> next = cadence.flatMap(ticks -> ticks.next(from));
    if (next.isEmpty()) {
      return longest;
    }
    Instant rare = next.get().plus(GRACE);
    Instant bound = rare.isAfter(longest) ? rare : longest;
    return cadence
        .flatMap(ticks -> ticks.next(next.get()))
        .filter(second -> second.isBefore(bound))
        .orElse(bound);
  }
}
