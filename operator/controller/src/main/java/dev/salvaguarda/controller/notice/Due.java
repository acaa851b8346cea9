package dev.salvaguarda.controller.notice;

import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.domain.notice.ReceiverMark;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whom the next attempt at a notice concerns; pure. */
final class Due {
  private Due() {}

  /**
   * Those who have not got it. While nobody has it that is everybody who has not refused it for
   * good, so also whoever became a receiver since.
   *
   * @param receivers addresses of the channel as it is now
   */
  static List<String> of(NoticeStatus status, String uid, List<String> receivers) {
    boolean somebodyHasIt = Objects.requireNonNullElse(status.reached(), 0) > 0;
    Set<String> marks = new HashSet<>(somebodyHasIt ? status.due() : status.notDue());
    return receivers.stream()
        .filter(address -> marks.contains(ReceiverMark.of(uid, address)) == somebodyHasIt)
        .toList();
  }

  /** Whether no server has answered for the receivers yet. */
  static boolean isFirstAnswer(NoticeStatus status) {
    return status.attempts().stream().allMatch(attempt -> attempt.recipients() == null);
  }
}
