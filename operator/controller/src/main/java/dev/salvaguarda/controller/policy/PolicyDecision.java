package dev.salvaguarda.controller.policy;

import dev.salvaguarda.api.policy.BackupPolicyStatus.ScheduleStatus;
import dev.salvaguarda.api.policy.ScheduleSpec;
import dev.salvaguarda.domain.schedule.KnownSchedule;
import dev.salvaguarda.domain.schedule.SchedulePlan;
import dev.salvaguarda.domain.schedule.Standing;
import dev.salvaguarda.domain.schedule.Tick;
import dev.salvaguarda.domain.schedule.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be done about a policy now.
 *
 * @param known since when each schedule counts, to be remembered; empty while suspended, so that
 *     all begin afresh when the policy is resumed
 * @param next the ticks to come, at most {@value #NEXT_RUNS}
 * @param prune names of finished runs to delete
 */
record PolicyDecision(
    PolicySchedules schedules,
    Timeline timeline,
    List<KnownSchedule> known,
    SchedulePlan plan,
    List<Tick> next,
    List<String> prune) {
  static final int NEXT_RUNS = 3;

  static PolicyDecision decide(PolicySeen seen, Instant now) {
    PolicySchedules schedules = PolicySchedules.of(seen.spec(), seen.identity().uid());
    List<String> prune =
        seen
            .runs()
            .beyond(
                seen.spec().successfulRunsHistoryLimit(), seen.spec().failedRunsHistoryLimit(), now)
            .stream()
            .map(PolicyRun::name)
            .toList();
    Duration delay = schedules.rules().delay();
    Instant fresh = (seen.isFirstSight() ? seen.identity().createdAt() : now).minus(delay);
    List<KnownSchedule> known = known(seen, schedules, fresh.truncatedTo(ChronoUnit.SECONDS));
    Timeline timeline = schedules.timeline(known);
    Standing standing =
        new Standing(
            handledUntil(seen, delay, now), seen.runs().hasPending(), seen.runs().lastStart());
    SchedulePlan plan = SchedulePlan.decide(timeline, schedules.rules(), standing, now);
    return new PolicyDecision(
        schedules, timeline, known, plan, timeline.next(now.minus(delay), NEXT_RUNS), prune);
  }

  /** What can't be read now keeps what was known of it: mended, it has missed what came due. */
  private static List<KnownSchedule> known(
      PolicySeen seen, PolicySchedules schedules, Instant fresh) {
    if (seen.spec().suspend()) {
      return List.of();
    }
    Set<String> unreadable =
        seen.spec().schedules().stream()
            .map(ScheduleSpec::name)
            .filter(name -> !schedules.patterns().containsKey(name))
            .collect(Collectors.toSet());
    List<KnownSchedule> remembered = remembered(seen);
    return Stream.concat(
            KnownSchedule.update(remembered, schedules.wanted(seen.spec()), fresh).stream(),
            remembered.stream().filter(schedule -> unreadable.contains(schedule.name())))
        .toList();
  }

  private static Instant handledUntil(PolicySeen seen, Duration delay, Instant now) {
    Instant created = seen.identity().createdAt().minus(delay);
    Instant told =
        Optional.ofNullable(seen.status().lastScheduledTime())
            .filter(written -> !written.isAfter(now))
            .orElse(created);
    Instant shown = seen.runs().handledUntil(seen.identity().uid(), now).orElse(created);
    return told.isAfter(shown) ? told : shown;
  }

  private static List<KnownSchedule> remembered(PolicySeen seen) {
    return seen.status().schedules().stream()
        .filter(schedule -> schedule.since() != null && schedule.expression() != null)
        .map(PolicyDecision::remembered)
        .toList();
  }

  private static KnownSchedule remembered(ScheduleStatus schedule) {
    return new KnownSchedule(
        schedule.name(),
        Objects.requireNonNull(schedule.expression()),
        Objects.requireNonNull(schedule.since()));
  }
}
