package dev.salvaguarda.domain.hook;

import dev.salvaguarda.domain.hook.HookCall.Side;
import dev.salvaguarda.domain.hook.HookCall.State;
import dev.salvaguarda.domain.hook.HookStep.Going;
import dev.salvaguarda.domain.hook.HookStep.Through;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides about hooks: one after the other, each written down before it is carried out, so that
 * whoever comes next knows that it may have been. A try that nobody here carries out is carried out
 * (again): hooks are called at least once. Before the work the first failure is the end; after it
 * each is tried several times, and the next follows whatever became of it.
 */
public final class HookLife {
  /** What a hook after the work takes back is not given up for one lost packet. */
  static final int TRIES_AFTER = 3;

  static final Duration PAUSE = Duration.ofSeconds(5);

  /** Whoever carries it out tells of the end; this is for when that is not heard. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private static final HookOutcome UNHEARD =
      HookOutcome.failed("The operator stopped meanwhile, so nobody knows what became of it.");

  private HookLife() {}

  /**
   * What to do now about the hooks of this side.
   *
   * @param calls all hooks of the run, as they were written down
   */
  public static HookStep decide(
      List<HookCall> calls, Side side, HookFacts.Try current, Instant now) {
    for (int i = 0; i < calls.size(); i++) {
      HookCall call = calls.get(i);
      if (call.side() != side) {
        continue;
      }
      switch (call.state()) {
        case SUCCEEDED -> {}
        case FAILED -> {
          if (side == Side.BEFORE) {
            return through(calls, side);
          }
        }
        case PENDING -> {
          return new Going(with(calls, i, call.begun(now)), -1, now);
        }
        case RUNNING -> {
          return running(calls, i, current, now);
        }
      }
    }
    return through(calls, side);
  }

  /**
   * The hooks of a run whose work is over. One before it whose end was never heard of is called no
   * more.
   */
  public static List<HookCall> closing(List<HookCall> calls, Instant now) {
    return calls.stream()
        .map(call ->
            call.side() == Side.BEFORE && call.state() == State.RUNNING
                ? call.ended(State.FAILED, UNHEARD, now)
                : call)
        .toList();
  }

  private static HookStep running(
      List<HookCall> calls, int place, HookFacts.Try current, Instant now) {
    HookCall call = calls.get(place);
    if (call.endedAt() != null) {
      Instant again = call.endedAt().plus(PAUSE);
      // A clock that was set back is nothing to wait for.
      return now.isBefore(again) && !now.isBefore(call.endedAt())
          ? new Going(calls, -1, again)
          : new Going(with(calls, place, call.begun(now)), -1, now);
    }
    return switch (current) {
      case HookFacts.Unheard _ -> new Going(calls, place, now.plus(LOOK_AGAIN));
      case HookFacts.UnderWay _ -> new Going(calls, -1, now.plus(LOOK_AGAIN));
      case HookFacts.Ended(HookOutcome outcome) ->
          new Going(with(calls, place, call.ended(after(call, outcome), outcome, now)), -1, now);
    };
  }

  private static State after(HookCall call, HookOutcome outcome) {
    if (outcome.passed()) {
      return State.SUCCEEDED;
    }
    return call.side() == Side.AFTER && call.tries() < TRIES_AFTER ? State.RUNNING : State.FAILED;
  }

  private static Through through(List<HookCall> calls, Side side) {
    return new Through(
        calls.stream()
            .filter(call -> call.side() == side && call.state() == State.FAILED)
            .findFirst());
  }

  private static List<HookCall> with(List<HookCall> calls, int place, HookCall call) {
    List<HookCall> next = new ArrayList<>(calls);
    next.set(place, call);
    return next;
  }
}
