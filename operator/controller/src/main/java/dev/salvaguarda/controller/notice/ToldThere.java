package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeSpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.domain.notice.NoticeReason;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether what one channel could not deliver is told on another one by that one itself; pure. */
final class ToldThere {
  private ToldThere() {}

  /**
   * Name of the notice that tells the same decision to the same organisations on a channel that
   * subscribes it, too; empty if there is none, or if it got there to nobody for sure: then that
   * channel is tried once more. Of what nobody decided, two may have one time and yet be different.
   *
   * @param known notices about the same
   */
  static Optional<String> find(Notice undelivered, String channel, Collection<Notice> known) {
    NoticeSpec spec = undelivered.getSpec();
    return spec.decidedBy() == null
        ? Optional.empty()
        : known.stream()
            .filter(other -> other.getSpec().channelRef().name().equals(channel))
            .filter(other -> tellsTheSame(other.getSpec(), spec))
            .filter(other -> !isInVain(other.getStatus()))
            .map(other -> other.getMetadata().getName())
            .findFirst();
  }

  /** What ended in doubt may be known to those who read there. */
  private static boolean isInVain(@Nullable NoticeStatus status) {
    return status != null
        && status.state() == NoticeStatus.State.FAILED
        && !NoticeReason.OUTCOME_UNKNOWN.wireName().equals(status.reason());
  }

  private static boolean tellsTheSame(NoticeSpec one, NoticeSpec other) {
    return one.fallbackFor() == null
        && one.subject().equals(other.subject())
        && one.message().equals(other.message())
        && one.revision().equals(other.revision())
        && one.eventTime().equals(other.eventTime())
        && one.organizations().equals(other.organizations());
  }
}
