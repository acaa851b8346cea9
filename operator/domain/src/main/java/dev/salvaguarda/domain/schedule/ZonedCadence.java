package dev.salvaguarda.domain.schedule;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;

/**
 * The instants at which a pattern comes due in a time zone, through all changes of the zone's
 * clocks:
 *
 * <ul>
 *   <li>Clocks go forward: ticks that the skipped time would have held come due at its end, all
 *       together once.
 *   <li>Clocks go back: a pattern with fixed hours comes due in the first pass of the repeated time
 *       only; one whose hour field is written with a {@code *} comes due in both.
 * </ul>
 *
 * <p>The same rules hold for a zone that moves for good, and for a day left out (Apia, 30 December
 * 2011).
 */
public record ZonedCadence(CronPattern pattern, ZoneId zone) {

  /** The first instant after {@code after} at which the pattern comes due. */
  public Optional<Instant> next(Instant after) {
    ZoneRules rules = zone.getRules();
    Instant from = after;
    while (true) {
      ZoneOffset offset = rules.getOffset(from);
      ZoneOffsetTransition change = rules.nextTransition(from);
      Optional<LocalDateTime> local = nextIn(rules, offset, LocalDateTime.ofInstant(from, offset));
      if (local.isEmpty()) {
        return Optional.empty();
      }
      Instant due = local.get().toInstant(offset);
      if (change == null || due.isBefore(change.getInstant())) {
        return Optional.of(due);
      }
      if (comesDueAt(change)) {
        return Optional.of(change.getInstant());
      }
      from = change.getInstant();
    }
  }

  private Optional<LocalDateTime> nextIn(ZoneRules rules, ZoneOffset offset, LocalDateTime after) {
    Optional<LocalDateTime> local = pattern.next(after);
    while (local.isPresent() && !pattern.everyHour() && isRepeat(rules, offset, local.get())) {
      local = pattern.next(rules.getTransition(local.get()).getDateTimeBefore().minusNanos(1));
    }
    return local;
  }

  private static boolean isRepeat(ZoneRules rules, ZoneOffset offset, LocalDateTime local) {
    ZoneOffsetTransition overlap = rules.getTransition(local);
    return overlap != null && overlap.isOverlap() && offset.equals(overlap.getOffsetAfter());
  }

  /** Whether a tick lies in the skipped time, or on the very minute to which the clocks go. */
  private boolean comesDueAt(ZoneOffsetTransition change) {
    LocalDateTime first = change.isGap() ? change.getDateTimeBefore() : change.getDateTimeAfter();
    if (change.isOverlap() && !pattern.everyHour()) {
      return false;
    }
    return pattern
        .next(first.minusNanos(1))
        .filter(tick -> !tick.isBefore(first) && !tick.isAfter(change.getDateTimeAfter()))
        .isPresent();
  }
}
