package dev.salvaguarda.controller.host;

import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.domain.guest.HostFinding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a host is to be asked now; pure. */
sealed interface HostDecision {
  /** Logins fill a host's log, and what they show seldom changes. */
  Duration INTERVAL = Duration.ofHours(1);

  /** What a person mends on the host is seen within this time. */
  Duration AFTER_TROUBLE = Duration.ofMinutes(2);

  /** It is to be asked. */
  record Ask() implements HostDecision {}

  /** It is being asked. */
  record Await() implements HostDecision {}

  /** What it showed still holds. */
  record Report(HostFinding finding, Instant until) implements HostDecision {}

  /**
   * Decides.
   *
   * @param inputs names what it would be asked, and with which secrets
   */
  static HostDecision decide(String inputs, Optional<Errand<HostFinding>> newest, Instant now) {
    if (newest.isEmpty()) {
      return new Ask();
    }
    if (newest.get().ended().isEmpty()) {
      return new Await();
    }
    Errand.Ended<HostFinding> ended = newest.get().ended().get();
    Instant until = ended.at().plus(ended.outcome().trouble() == null ? INTERVAL : AFTER_TROUBLE);
    return newest.get().inputs().equals(inputs) && now.isBefore(until)
        ? new Report(ended.outcome(), until)
        : new Ask();
  }
}
