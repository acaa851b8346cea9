package dev.salvaguarda.controller.channel;

import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.api.notice.NotificationChannelStatus.LastFailure;
import dev.salvaguarda.controller.delivery.DeliveryFailure;
import dev.salvaguarda.controller.errand.Errand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision about a NotificationChannel may look at.
 *
 * @param terms its times
 * @param probe the newest probe; empty if there was none
 * @param backlog what waits for it
 * @param lastSuccess when something was last delivered, as far as is remembered
 * @param lastFailure the newest message that nobody got, likewise
 * @param fallbackTrouble why the channel of fallbackRef can't stand in; null if it can, or there is
 *     none
 * @param texts what is wrong with its own texts, a sentence each; null where it has none
 */
record ChannelSeen(
    NotificationChannel channel,
    ChannelTerms terms,
    ChannelAccess access,
    Optional<Errand<Optional<DeliveryFailure>>> probe,
    Backlog backlog,
    Optional<Instant> lastSuccess,
    Optional<LastFailure> lastFailure,
    @Nullable String fallbackTrouble,
    @Nullable List<String> texts) {

  /**
   * Notices that are not settled.
   *
   * @param uncertain those of which nobody knows whether they arrived
   * @param oldest when that happened which the oldest tells; null without one
   */
  record Backlog(int open, int uncertain, @Nullable Instant oldest) {}
}
