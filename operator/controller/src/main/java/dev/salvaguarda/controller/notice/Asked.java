package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.NoticeSpec.RelaySpec;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.domain.notice.NoticeFacts.Asking;
import dev.salvaguarda.domain.notice.NoticeFacts.ByHand;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people were asked to tell by hand, and have told; pure. */
final class Asked {
  private Asked() {}

  /** How often somebody was asked: an attempt reached people, and nobody has the notice by that. */
  static int times(@Nullable NoticeStatus status) {
    if (status == null || Objects.requireNonNullElse(status.reached(), 0) > 0) {
      return 0;
    }
    return (int)
        status.attempts().stream()
            .map(NoticeStatus.Attempt::recipients)
            .filter(counted -> counted != null && counted.sent() != null && counted.sent() > 0)
            .count();
  }

  static ByHand of(
      @Nullable RelaySpec relay, @Nullable NoticeStatus status, @Nullable Asking asking) {
    return new ByHand(
        relay == null ? null : "%s told it at %s.".formatted(relay.by(), relay.at()),
        times(status),
        asking);
  }
}
