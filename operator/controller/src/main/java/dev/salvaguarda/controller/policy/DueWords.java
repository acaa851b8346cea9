package dev.salvaguarda.controller.policy;

import dev.salvaguarda.domain.schedule.SchedulePlan.Gap;
import java.time.Instant;
import java.time.ZoneId;

/** Due times in sentences, as the policy's schedules count them. */
final class DueWords {
  private DueWords() {}

  static String of(Gap gap, String what, ZoneId zone) {
    return of(gap.count(), gap.first().dueAt(), gap.last().dueAt(), what, zone);
  }

  /**
   * How many came due, and when.
   *
   * @param what was due, such as {@code run}
   */
  static String of(int count, Instant first, Instant last, String what, ZoneId zone) {
    return count == 1
        ? "1 %s, due at %s".formatted(what, local(last, zone))
        : "%d %ss, due from %s to %s".formatted(count, what, local(first, zone), local(last, zone));
  }

  static String local(Instant due, ZoneId zone) {
    return due.atZone(zone).toOffsetDateTime().toString();
  }
}
