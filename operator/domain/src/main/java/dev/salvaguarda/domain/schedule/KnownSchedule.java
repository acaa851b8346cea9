package dev.salvaguarda.domain.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Since when a schedule of a policy counts. A schedule that is added, changed or resumed starts
 * afresh: ticks that it would have had before are not missed ones.
 *
 * @param expression cron expression and time zone; when it differs from what was known, the
 *     schedule is another one
 * @param since ticks at or before this instant are none of the schedule's
 */
public record KnownSchedule(String name, String expression, Instant since) {

  /** A schedule as the policy has it now. */
  public record Wanted(String name, String expression) {}

  /**
   * What is known after looking at the policy.
   *
   * @param known what was known before; a suspended policy's schedules are not kept in it
   * @param freshSince the beginning of those that are new: now, or the policy's creation when it is
   *     looked at for the first time, because the operator may have been away in between
   */
  public static List<KnownSchedule> update(
      List<KnownSchedule> known, List<Wanted> wanted, Instant freshSince) {
    Map<String, KnownSchedule> byName =
        known.stream()
            .collect(
                Collectors.toMap(KnownSchedule::name, Function.identity(), (first, _) -> first));
    return wanted.stream()
        .map(schedule -> {
          KnownSchedule before = byName.get(schedule.name());
          return before != null && before.expression().equals(schedule.expression())
              ? before
              : new KnownSchedule(schedule.name(), schedule.expression(), freshSince);
        })
        .toList();
  }
}
