package dev.salvaguarda.controller.channel;

import dev.salvaguarda.controller.delivery.ChannelLogin;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.errand.Errand;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What to do about a NotificationChannel; pure. */
sealed interface ChannelDecision {
  /** A Secret that a person mends is seen within this time. */
  Duration LOOK = Duration.ofSeconds(30);

  /** A server that comes back is known within this time. */
  Duration AFTER_FAILURE = Duration.ofMinutes(1);

  /** How long until the next look. */
  Duration lookAgainAfter();

  /** Something that the spec names is missing. */
  record Incomplete(ChannelAccess.Missing missing) implements ChannelDecision {
    @Override
    public Duration lookAgainAfter() {
      return LOOK;
    }
  }

  /** A probe is to be started. */
  record Probe(ChannelLogin login, String version) implements ChannelDecision {
    @Override
    public Duration lookAgainAfter() {
      return LOOK;
    }
  }

  /** A probe is under way. */
  record Await() implements ChannelDecision {
    @Override
    public Duration lookAgainAfter() {
      return LOOK;
    }
  }

  /** What the newest probe said is to be reported. */
  record Report(Optional<DeliveryFailure> failure, Instant at, Duration lookAgainAfter)
      implements ChannelDecision {}

  static ChannelDecision decide(ChannelSeen seen, Instant now) {
    return switch (seen.access()) {
      case ChannelAccess.Missing missing -> new Incomplete(missing);
      case ChannelAccess.Found found -> decide(seen, found, now);
    };
  }

  private static ChannelDecision decide(ChannelSeen seen, ChannelAccess.Found found, Instant now) {
    Probe start = new Probe(found.login(), found.version());
    if (seen.probe().isEmpty()) {
      return start;
    }
    var probe = seen.probe().get();
    if (probe.ended().isEmpty()) {
      return new Await();
    }
    Errand.Ended<Optional<DeliveryFailure>> ended = probe.ended().get();
    Duration interval = seen.terms().probeInterval();
    if (ended.outcome().isPresent() && AFTER_FAILURE.compareTo(interval) < 0) {
      interval = AFTER_FAILURE;
    }
    Duration left = Duration.between(now, ended.at().plus(interval));
    return !probe.inputs().equals(found.version()) || !left.isPositive()
        ? start
        : new Report(ended.outcome(), ended.at(), left.compareTo(LOOK) < 0 ? left : LOOK);
  }
}
