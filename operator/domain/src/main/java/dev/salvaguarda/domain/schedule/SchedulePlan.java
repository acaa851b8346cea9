package dev.salvaguarda.domain.schedule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a policy should do now about its ticks.
 *
 * @param actions to be taken in this order: should the operator die between two of them, the next
 *     one finds what was done, and does the rest
 * @param handledUntil what {@link Standing#handledUntil()} is once the actions are taken
 * @param lookAgainAt when the next thing is due by itself; {@link Instant#MAX} if nothing is
 */
public record SchedulePlan(List<Action> actions, Instant handledUntil, Instant lookAgainAt) {

  /** Ticks of a gap that are counted one by one; a longer gap is reported with this number. */
  public static final int MAX_COUNT = 100_000;

  /** One object to create; its name follows from the tick, so creating it twice is harmless. */
  public sealed interface Action {
    /** Start the run of a tick that is due. */
    record Start(Tick tick) implements Action {}

    /** Record that ticks passed without a run: one record for all of them. */
    record RecordMissed(Gap gap) implements Action {}

    /** Start one run that makes up for a gap. */
    record CatchUp(Gap gap) implements Action {}
  }

  /**
   * Consecutive ticks without a run.
   *
   * @param count at least 1, at most {@link #MAX_COUNT}
   * @param why what kept their runs from starting
   */
  public record Gap(Tick first, Tick last, int count, MissedCause why) {}

  public SchedulePlan {
    actions = List.copyOf(actions);
  }

  /** The decision, from facts alone. */
  public static SchedulePlan decide(
      Timeline timeline, StartRules rules, Standing standing, Instant now) {
    Due due = Due.of(timeline, rules, standing.handledUntil(), now);
    boolean startsNow = !standing.runPending() && due.startable().isPresent();
    Optional<Gap> missed = startsNow ? due.allButStartable() : due.expired();

    List<Action> actions = new ArrayList<>();
    Instant handled = standing.handledUntil();
    if (missed.isPresent()) {
      Gap gap = missed.get();
      if (!startsNow && wantsCatchUp(due, gap, rules, standing)) {
        actions.add(new Action.CatchUp(gap));
      }
      actions.add(new Action.RecordMissed(gap));
      handled = gap.last().dueAt();
    }
    if (startsNow) {
      Tick tick = due.startable().get();
      actions.add(new Action.Start(tick));
      handled = tick.dueAt();
    }
    return new SchedulePlan(actions, handled, lookAgain(timeline, rules, due, startsNow, now));
  }

  /** The ticks that are to be recorded as missed; empty if none are. */
  public Optional<Gap> missed() {
    return actions.stream()
        .flatMap(action ->
            action instanceof Action.RecordMissed(Gap gap) ? Stream.of(gap) : Stream.empty())
        .findFirst();
  }

  /** Nothing is started or recorded now; what comes due meanwhile is looked at then. */
  public static SchedulePlan held(Standing standing, Instant until) {
    return new SchedulePlan(List.of(), standing.handledUntil(), until);
  }

  /**
   * A run that waits, a tick that still may start, or a run that started after the gap's last tick
   * copies what the missed runs would have.
   */
  private static boolean wantsCatchUp(Due due, Gap gap, StartRules rules, Standing standing) {
    return rules.missedRuns() == MissedRuns.RUN_ONCE
        && !standing.runPending()
        && due.startable().isEmpty()
        && standing.lastStart().isBefore(gap.last().dueAt());
  }

  private static Instant lookAgain(
      Timeline timeline, StartRules rules, Due due, boolean startsNow, Instant now) {
    Instant nextStart =
        timeline.next(now.minus(rules.delay())).map(rules::startAt).orElse(Instant.MAX);
    if (startsNow || due.firstStartable().isEmpty()) {
      return nextStart;
    }
    Instant expiry = rules.startBy(due.firstStartable().get()).plusMillis(1);
    return expiry.isBefore(nextStart) ? expiry : nextStart;
  }

  /** The ticks that have come due and have neither run nor record, told apart by lateness. */
  private record Due(
      Optional<Gap> expired,
      Optional<Tick> firstStartable,
      Optional<Tick> startable,
      Optional<Gap> allButStartable) {

    static Due of(Timeline timeline, StartRules rules, Instant handledUntil, Instant now) {
      GapCounter expired = new GapCounter();
      GapCounter allButLast = new GapCounter();
      Tick firstStartable = null;
      Tick last = null;
      Instant dueUntil = now.minus(rules.delay());
      Optional<Tick> tick = timeline.next(handledUntil);
      while (tick.isPresent() && !tick.get().dueAt().isAfter(dueUntil)) {
        Tick current = tick.get();
        if (last != null) {
          allButLast.add(last, rules.startBy(last).isBefore(now));
        }
        if (rules.startBy(current).isBefore(now)) {
          expired.add(current, true);
        } else if (firstStartable == null) {
          firstStartable = current;
        }
        last = current;
        tick = timeline.next(current.dueAt());
      }
      Optional<Tick> startable =
          firstStartable == null ? Optional.empty() : Optional.ofNullable(last);
      return new Due(
          expired.gap(), Optional.ofNullable(firstStartable), startable, allButLast.gap());
    }
  }

  private static final class GapCounter {
    private final List<Tick> ends = new ArrayList<>(2);
    private int count;
    private boolean someLate;
    private boolean someInTime;

    void add(Tick tick, boolean late) {
      someLate |= late;
      someInTime |= !late;
      if (ends.size() == 2) {
        ends.removeLast();
      }
      ends.add(tick);
      count = Math.min(count + 1, MAX_COUNT);
    }

    Optional<Gap> gap() {
      return ends.isEmpty()
          ? Optional.empty()
          : Optional.of(new Gap(ends.getFirst(), ends.getLast(), count, why()));
    }

    private MissedCause why() {
      if (!someInTime) {
        return MissedCause.TOO_LATE;
      }
      return someLate ? MissedCause.TOO_LATE_OR_SUPERSEDED : MissedCause.SUPERSEDED;
    }
  }
}
