package dev.salvaguarda.domain.objective;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether what would be lost now is less than what may be lost. The age of an archive counts from
 * the start of its capture, since nothing written after that is certain to be in it.
 */
public sealed interface RecoveryPoint {
  /**
   * The newest good archive is young enough.
   *
   * @param until the objective is missed from the instant after this one, if no run succeeds
   */
  record Met(Duration age, Instant until) implements RecoveryPoint {}

  /**
   * The newest good archive is too old.
   *
   * @param since when it became so
   */
  record Missed(Duration age, Instant since) implements RecoveryPoint {}

  /** There is no good archive, so everything would be lost. */
  record NoArchive() implements RecoveryPoint {}

  /** The finding at an instant. */
  static RecoveryPoint assess(Duration objective, Optional<Instant> capturedAt, Instant now) {
    if (capturedAt.isEmpty()) {
      return new NoArchive();
    }
    Duration age = Duration.between(capturedAt.get(), now);
    Instant until = capturedAt.get().plus(objective);
    return now.isAfter(until) ? new Missed(age, until) : new Met(age, until);
  }
}
