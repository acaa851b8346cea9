package dev.salvaguarda.controller.telling;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.RetrySpec;
import dev.salvaguarda.api.policy.NotifySpec;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.quantity.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel on which a policy wants something told.
 *
 * @param channel null if it does not exist
 */
record AskedChannel(String name, @Nullable NotificationChannel channel) {

  /** Written down together with what is to be told, before it is. */
  static final ConditionFact MARK =
      unmet(ConditionReason.NOT_TOLD_YET, "The notices are about to be made.");

  /** Names of the channels on which this is to be told. */
  static List<String> names(NotifySpec.Occasion kind, List<NotifySpec> asked) {
    return asked.stream()
        .filter(one -> one.events().contains(kind))
        .map(one -> one.channelRef().name())
        .toList();
  }

  /** Whether nobody would want to read it any more: an old story must not flood anybody. */
  boolean isTooLateFor(Occasion occasion, Instant now) {
    return isTooLate(occasion.story().eventTime(), channel, now);
  }

  /** The same of anything that happened at a time. */
  static boolean isTooLate(Instant eventTime, @Nullable NotificationChannel channel, Instant now) {
    String text =
        channel == null ? RetrySpec.DEFAULT_DEADLINE : channel.getSpec().retry().deadline();
    Duration deadline =
        DurationText.parse(text).filter(Duration::isPositive).orElse(Duration.ofDays(1));
    return now.isAfter(eventTime.plus(deadline));
  }

  /** What the condition says once all is done that could be. */
  static ConditionFact told(Occasion occasion, List<AskedChannel> channels, Instant now) {
    List<String> made = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (AskedChannel asked : channels) {
      if (!asked.isTooLateFor(occasion, now)) {
        (asked.channel == null ? missing : made).add(asked.name);
      }
    }
    if (!missing.isEmpty()) {
      return unmet(
          ConditionReason.CHANNEL_NOT_FOUND,
          "There is no NotificationChannel %s in this namespace.%s"
              .formatted(
                  String.join(", ", missing),
                  made.isEmpty() ? "" : " It was told on " + String.join(", ", made) + "."));
    }
    if (!made.isEmpty()) {
      return ConditionFact.met(
          ConditionType.NOTIFIED,
          ConditionReason.NOTICES_MADE,
          "Told on %s.".formatted(String.join(", ", made)));
    }
    return channels.isEmpty()
        ? unmet(ConditionReason.NOBODY_ASKED, "The policy does not ask to tell this any more.")
        : unmet(
            ConditionReason.TOO_LATE_TO_TELL,
            "It ended too long ago to be told; no channel would deliver it any more.");
  }

  static ConditionFact unmet(ConditionReason reason, String message) {
    return ConditionFact.unmet(ConditionType.NOTIFIED, reason, message);
  }
}
