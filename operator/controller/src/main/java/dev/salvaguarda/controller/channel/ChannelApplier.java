package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.Condition;
import org.jspecify.annotations.Nullable;

/** Starts probes of channels, and tells people what became of them. */
public final class ChannelApplier {
  private final ChannelProbes probes;
  private final EventRecorder events;

  public ChannelApplier(ChannelProbes probes, EventRecorder events) {
    this.probes = probes;
    this.events = events;
  }

  /**
   * Carries the decision out.
   *
   * @param ended called when a probe that this started has ended
   */
  void apply(ChannelSeen seen, ChannelDecision decision, Runnable ended) {
    if (decision instanceof ChannelDecision.Probe probe) {
      probes.start(seen.channel().getMetadata().getUid(), probe, seen.terms().total(), ended);
    }
  }

  /** Tells that the channel became usable, or ceased to be, or why else it is not. */
  void tell(NotificationChannel channel, NotificationChannelStatus next) {
    String before = readiness(ready(channel.getStatus()));
    Condition ready = ready(next);
    if (ready == null || before.equals(readiness(ready))) {
      return;
    }
    switch (ready.getStatus()) {
      case "True" -> events.record(channel, EventReason.CHANNEL_READY, ready.getMessage());
      case "False" -> events.record(channel, EventReason.CHANNEL_NOT_READY, ready.getMessage());
      default -> {}
    }
  }

  private static @Nullable Condition ready(@Nullable NotificationChannelStatus status) {
    return status == null
        ? null
        : ConditionSet.of(status.conditions()).find(ConditionType.READY).orElse(null);
  }

  private static String readiness(@Nullable Condition ready) {
    return ready == null ? "" : ready.getStatus() + "/" + ready.getReason();
  }
}
