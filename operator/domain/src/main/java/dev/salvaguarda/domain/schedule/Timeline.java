package dev.salvaguarda.domain.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All schedules of a policy as one line of ticks: schedules that are due at the same minute make
 * one tick.
 *
 * @param cadences in the policy's order
 */
public record Timeline(ZoneId zone, List<Cadence> cadences) {

  /**
   * One schedule.
   *
   * @param since ticks at or before this instant are none of ours: the schedule was not there yet,
   *     was another, or the policy was suspended
   */
  public record Cadence(String schedule, CronPattern pattern, Instant since) {}

  public Timeline {
    cadences = List.copyOf(cadences);
  }

  /** The first tick after {@code after}. */
  public Optional<Tick> next(Instant after) {
    Tick first = null;
    for (Cadence cadence : cadences) {
      Instant from = cadence.since().isAfter(after) ? cadence.since() : after;
      Optional<Instant> due = new ZonedCadence(cadence.pattern(), zone).next(from);
      if (due.isPresent() && (first == null || due.get().isBefore(first.dueAt()))) {
        first = new Tick(cadence.schedule(), due.get());
      }
    }
    return Optional.ofNullable(first);
  }

  /** The first {@code count} ticks after {@code after}; fewer if there are no more. */
  public List<Tick> next(Instant after, int count) {
    List<Tick> ticks = new ArrayList<>();
    Optional<Tick> tick = next(after);
    while (tick.isPresent() && ticks.size() < count) {
      ticks.add(tick.get());
      tick = next(tick.get().dueAt());
    }
    return ticks;
  }
}
