package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.domain.condition.ConditionReason;

/** Receivers that said that they take no more messages; pure. */
final class ReceiverGone {
  static final ChannelAccess.Missing ACCESS =
      new ChannelAccess.Missing(
          ConditionReason.RECEIVER_GONE,
          "The receiver answered 410: it takes no more messages. Nothing is sent until the"
              + " specification of the channel changes.");

  private ReceiverGone() {}

  /** Whether the status says so of the specification as it is. */
  static boolean isTold(NotificationChannel channel) {
    return channel.getStatus() != null
        && ConditionSet.of(channel.getStatus().conditions())
            .find(ConditionType.READY)
            .filter(ready -> ready.getReason().equals(ACCESS.reason().wireName()))
            .filter(ready ->
                channel.getMetadata().getGeneration().equals(ready.getObservedGeneration()))
            .isPresent();
  }
}
