package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.channel.ChannelAccess;
import dev.salvaguarda.controller.errand.Errand;
import dev.salvaguarda.domain.notice.NoticeFacts;
import dev.salvaguarda.domain.notice.NoticeFacts.Channel;
import dev.salvaguarda.domain.notice.NoticeFacts.Obstacle;
import dev.salvaguarda.domain.notice.NoticeFacts.Self;
import dev.salvaguarda.domain.notice.NoticeReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that was read about a notice.
 *
 * @param channel null if there is none of that name
 * @param attempt what this operator itself knows of an attempt
 * @param access what the channel's Secrets give; null until it is asked for
 */
record NoticeSeen(
    Notice notice,
    @Nullable NotificationChannel channel,
    Optional<Errand<Sent>> attempt,
    NoticeFacts facts,
    ChannelAccess.@Nullable Found access) {

  NoticeStatus status() {
    return notice.getStatus() == null ? NoticeStatus.none() : notice.getStatus();
  }

  String uid() {
    return notice.getMetadata().getUid();
  }

  String namespace() {
    return notice.getMetadata().getNamespace();
  }

  /** The same, once the channel's Secrets were asked for. */
  NoticeSeen with(ChannelAccess asked) {
    return switch (asked) {
      case ChannelAccess.Found found -> new NoticeSeen(notice, channel, attempt, facts, found);
      case ChannelAccess.Missing(_, String message) ->
          with(new Obstacle(NoticeReason.CHANNEL_NOT_READY, message));
    };
  }

  /** The same, once it is known why what it says is no longer so. */
  NoticeSeen untrue(String why) {
    Self self = facts.self();
    return with(
        new NoticeFacts(
            new Self(self.createdAt(), self.notAfter(), self.digest(), self.standsIn(), why),
            facts.memory(),
            facts.channel(),
            facts.around(),
            facts.delivery(),
            facts.byHand()));
  }

  private NoticeSeen with(Obstacle obstacle) {
    Channel known = facts.channel();
    Channel blocked =
        new Channel(
            known.retry(),
            known.total(),
            known.holds(),
            known.suspended(),
            obstacle,
            known.fallback());
    return with(
        new NoticeFacts(
            facts.self(),
            facts.memory(),
            blocked,
            facts.around(),
            facts.delivery(),
            facts.byHand()));
  }

  private NoticeSeen with(NoticeFacts other) {
    return new NoticeSeen(notice, channel, attempt, other, null);
  }
}
