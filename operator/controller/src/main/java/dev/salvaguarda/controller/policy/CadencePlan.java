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
import org.jspecify.annotations.Nullable;

/**
 * What is to be done about one kind of due times of a policy, those of its runs or of its tests.
 *
 * @param known since when each schedule counts, to be remembered; empty while suspended, so that
 *     all begin afresh when the policy is resumed
 * @param next the ticks to come, at most {@value #NEXT_TICKS}
 */
record CadencePlan(
    PolicySchedules schedules, List<KnownSchedule> known, SchedulePlan plan, List<Tick> next) {
  static final int NEXT_TICKS = 3;

  /**
   * What went before.
   *
   * @param remembered since when each schedule counts, as the status has it
   * @param told the newest due time that was dealt with, as the status has it; null if none was
   * @param shown the same as the objects show that were made; empty if none was
   * @param pending whether something waits that keeps the next from starting
   * @param lastStart when something last started that makes up for missed ticks; {@link
   *     Instant#MIN} if never
   * @param heldUntil until when nothing is started; null if nothing keeps it from that
   */
  record Past(
      List<ScheduleStatus> remembered,
      @Nullable Instant told,
      Optional<Instant> shown,
      boolean pending,
      Instant lastStart,
      @Nullable Instant heldUntil) {}

  static CadencePlan decide(
      PolicySeen seen,
      PolicySchedules schedules,
      List<ScheduleSpec> wanted,
      Past past,
      Instant now) {
    Duration delay = schedules.rules().delay();
    Instant fresh = (seen.isFirstSight() ? seen.identity().createdAt() : now).minus(delay);
    List<KnownSchedule> known =
        seen.spec().suspend()
            ? List.of()
            : known(schedules, wanted, past, fresh.truncatedTo(ChronoUnit.SECONDS));
    Timeline timeline = schedules.timeline(known);
    Standing standing =
        new Standing(
            handledUntil(past, seen.identity().createdAt().minus(delay), now),
            past.pending(),
            past.lastStart());
    return new CadencePlan(
        schedules,
        known,
        past.heldUntil() == null
            ? SchedulePlan.decide(timeline, schedules.rules(), standing, now)
            : SchedulePlan.held(standing, past.heldUntil()),
        timeline.next(now.minus(delay), NEXT_TICKS));
  }

  /** When a tick's work starts, jitter included. */
  Instant startsAt(Tick tick) {
    return tick.dueAt().plus(schedules.rules().delay());
  }

  /** When the next one starts; null if none is due any more. */
  @Nullable Instant nextStart() {
    return next.isEmpty() ? null : startsAt(next.getFirst());
  }

  /** How far each schedule is, for the status. */
  List<ScheduleStatus> progress(List<ScheduleStatus> old) {
    return known.stream()
        .map(schedule ->
            new ScheduleStatus(
                schedule.name(),
                schedule.expression(),
                schedule.since(),
                lastTick(schedule, told(old, schedule))))
        .toList();
  }

  private static @Nullable Instant told(List<ScheduleStatus> old, KnownSchedule schedule) {
    return old.stream()
        .filter(before -> before.name().equals(schedule.name()))
        .filter(before -> schedule.since().equals(before.since()))
        .findFirst()
        .map(ScheduleStatus::lastScheduledTime)
        .orElse(null);
  }

  private @Nullable Instant lastTick(KnownSchedule schedule, @Nullable Instant told) {
    Timeline own = schedules.timeline(List.of(schedule));
    Instant last = told;
    Optional<Tick> tick = own.next(told == null ? schedule.since() : told);
    while (tick.isPresent() && !tick.get().dueAt().isAfter(plan.handledUntil())) {
      last = tick.get().dueAt();
      tick = own.next(last);
    }
    return last;
  }

  /** What can't be read now keeps what was known of it: mended, it has missed what came due. */
  private static List<KnownSchedule> known(
      PolicySchedules schedules, List<ScheduleSpec> wanted, Past past, Instant fresh) {
    Set<String> unreadable =
        wanted.stream()
            .map(ScheduleSpec::name)
            .filter(name -> !schedules.patterns().containsKey(name))
            .collect(Collectors.toSet());
    List<KnownSchedule> remembered =
        past.remembered().stream()
            .filter(schedule -> schedule.since() != null && schedule.expression() != null)
            .map(CadencePlan::remembered)
            .toList();
    return Stream.concat(
            KnownSchedule.update(remembered, schedules.wanted(wanted), fresh).stream(),
            remembered.stream().filter(schedule -> unreadable.contains(schedule.name())))
        .toList();
  }

  private static KnownSchedule remembered(ScheduleStatus schedule) {
    return new KnownSchedule(
        schedule.name(),
        Objects.requireNonNull(schedule.expression()),
        Objects.requireNonNull(schedule.since()));
  }

  private static Instant handledUntil(Past past, Instant created, Instant now) {
    Instant told =
        Optional.ofNullable(past.told()).filter(written -> !written.isAfter(now)).orElse(created);
    Instant shown = past.shown().orElse(created);
    return told.isAfter(shown) ? told : shown;
  }
}
