package dev.salvaguarda.domain.hook;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hook of a run and where it is.
 *
 * @param name of the hook, unique on its side
 * @param side of the work on which it is called
 * @param timeout of one try
 * @param state where it is
 * @param tries how often it was begun, as far as that was written down
 * @param begunAt when the newest try was; null before the first
 * @param endedAt when its outcome was known; null before, and while another try is under way
 * @param message what came of the newest try that ended; empty before
 */
public record HookCall(
    String name,
    Side side,
    Duration timeout,
    State state,
    int tries,
    @Nullable Instant begunAt,
    @Nullable Instant endedAt,
    String message) {

  /** The sides of the work. */
  public enum Side {
    BEFORE,
    AFTER
  }

  /** Where a hook is. */
  public enum State {
    /** It was not begun. */
    PENDING,
    /** It was begun, and what came of it is not known, or another try follows. */
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  /** A hook that was not begun. */
  public static HookCall pending(String name, Side side, Duration timeout) {
    return new HookCall(name, side, timeout, State.PENDING, 0, null, null, "");
  }

  /** Whether it is called no more. */
  public boolean isOver() {
    return state == State.SUCCEEDED || state == State.FAILED;
  }

  HookCall begun(Instant now) {
    return new HookCall(name, side, timeout, State.RUNNING, tries + 1, now, null, message);
  }

  HookCall ended(State next, HookOutcome outcome, Instant now) {
    return new HookCall(name, side, timeout, next, tries, begunAt, now, outcome.message());
  }
}
