package dev.salvaguarda.controller.journal;

import dev.salvaguarda.domain.notice.NoticeRetention;
import java.time.Duration;

/**
 * How often the notices of a namespace are looked through.
 *
 * @param firstWithin namespaces are first looked at within this time after the start, each at a
 *     moment of its own
 * @param every pause after a look
 * @param afterTrouble pause after one that a repository stood in the way of
 */
public record JournalPace(Duration firstWithin, Duration every, Duration afterTrouble) {
  /** Once a day: a look reads all notices of the namespace, and each makes an object at least. */
  private static final JournalPace USUAL =
      new JournalPace(Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofHours(1));

  /** Such that no notice stays much longer than it should. */
  public static JournalPace of(NoticeRetention retention) {
    return new JournalPace(
        shorter(USUAL.firstWithin, retention.keepFor()),
        shorter(USUAL.every, retention.keepFor()),
        shorter(USUAL.afterTrouble, retention.keepFor()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
