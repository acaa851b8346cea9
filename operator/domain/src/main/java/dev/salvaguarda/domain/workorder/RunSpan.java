package dev.salvaguarda.domain.workorder;

import java.time.Duration;
import java.time.Instant;

/**
 * The time in which a run stored its snapshots, by the clock of the operator.
 *
 * @param from start of its first attempt
 * @param until its end; taken for {@code from} if a clock that was set back has it before that
 */
public record RunSpan(Instant from, Instant until) {
  public RunSpan {
    until = until.isBefore(from) ? from : until;
  }

  /** Whether an instant lies within it, or at most that far outside. */
  public boolean contains(Instant time, Duration tolerance) {
    return !time.isBefore(from.minus(tolerance)) && !time.isAfter(until.plus(tolerance));
  }
}
