package dev.salvaguarda.controller.repository;

import dev.salvaguarda.controller.archive.ProbeOutcome;
import java.time.Instant;
import java.util.Optional;

/**
 * Where a probe stands.
 *
 * @param inputs names the state of the spec and its Secrets that it looks with
 * @param outcome empty while it is under way
 */
record ProbeState(String inputs, Optional<Ended> outcome) {

  /** What it showed, and when. */
  record Ended(ProbeOutcome outcome, Instant at) {}
}
