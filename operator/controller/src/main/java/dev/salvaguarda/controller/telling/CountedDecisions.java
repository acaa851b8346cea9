package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.incident.DecisionSpec;
import dev.salvaguarda.domain.decision.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What people decided counts from the time that they gave it; pure.
 *
 * @param until decisions of a later time do not count
 */
record CountedDecisions(Instant until) {
  /** Whoever decides may have a clock that is a little ahead. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(2);

  static CountedDecisions at(Instant now) {
    return new CountedDecisions(now.plus(CLOCKS_DIFFER));
  }

  /** All of them, whatever their times. */
  static CountedDecisions all() {
    return new CountedDecisions(Instant.MAX);
  }

  boolean count(Instant at) {
    return !at.isAfter(until);
  }

  @Nullable Decision decision(@Nullable DecisionSpec spec) {
    return spec == null ? null : decision(spec.by(), spec.at());
  }

  @Nullable Decision decision(String by, Instant at) {
    return count(at) ? new Decision(by, at) : null;
  }

  /** When the next of these counts that does not yet; empty if all do. */
  Optional<Instant> next(Stream<Decision> decisions) {
    return decisions.map(Decision::at).filter(at -> !count(at)).min(Comparator.naturalOrder());
  }
}
