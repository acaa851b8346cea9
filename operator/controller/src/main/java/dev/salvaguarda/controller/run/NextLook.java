package dev.salvaguarda.controller.run;

import dev.salvaguarda.domain.run.RunDecision.AwaitEnd;
import dev.salvaguarda.domain.run.RunDecision.AwaitRetry;
import dev.salvaguarda.domain.run.RunDecision.ClaimTurn;
import dev.salvaguarda.domain.run.RunDecision.ClearWorker;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ForceWorker;
import dev.salvaguarda.domain.run.RunDecision.Rest;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.run.RunDecision.StartAttempt;
import dev.salvaguarda.domain.run.RunDecision.StayPending;
import dev.salvaguarda.domain.run.RunDecision.StayQueued;
import dev.salvaguarda.domain.run.RunDecision.Step;
import dev.salvaguarda.domain.run.RunDecision.StopWorker;
import dev.salvaguarda.domain.run.RunDecision.Watch;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When a run is looked at again after a step, even if nothing changes. */
final class NextLook {
  private static final Duration AT_ONCE = Duration.ofMillis(100);
  private static final Duration SOON = Duration.ofSeconds(5);

  private NextLook() {}

  /** The delay; empty if only a change can make a difference. */
  static Optional<Duration> after(Step step, Instant now) {
    return switch (step) {
      case ClaimTurn _ -> Optional.of(AT_ONCE);
      case StartAttempt _, ClearWorker _ -> Optional.of(SOON);
      case Finish _ -> Optional.of(SOON);
      case StayPending pending -> until(pending.until(), now);
      case StayQueued queued -> until(queued.until(), now);
      case Watch watch -> until(watch.until(), now);
      case StopWorker stop -> until(stop.until(), now);
      case ForceWorker force -> until(force.until(), now);
      case AwaitEnd wait -> until(wait.until(), now);
      case AwaitRetry wait -> until(wait.until(), now);
      case RetryLater retry -> Optional.of(SOON);
      case Rest rest -> rest.until() == null ? Optional.empty() : until(rest.until(), now);
    };
  }

  private static Optional<Duration> until(Instant until, Instant now) {
    Duration delay = Duration.between(now, until);
    return Optional.of(delay.compareTo(AT_ONCE) < 0 ? AT_ONCE : delay);
  }
}
