package dev.salvaguarda.domain.nonconformity;

import dev.salvaguarda.domain.nonconformity.EndedRun.Ending;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What a policy shows of a cause now. */
public sealed interface Evidence {

  /**
   * The cause is there.
   *
   * @param signals all that are known, oldest first; at least one
   * @param inARow how many of the last of them nothing good came between; at least one
   */
  record Active(List<Signal> signals, int inARow) implements Evidence {
    public Active {
      signals = List.copyOf(signals);
    }

    /** Those of the row, oldest first. */
    List<Signal> row() {
      return signals.subList(signals.size() - inARow, signals.size());
    }
  }

  /**
   * The cause is gone.
   *
   * @param signals that were there before, as far as they are still known, oldest first
   * @param at since when it is gone
   */
  record Gone(List<Signal> signals, Instant at) implements Evidence {
    public Gone {
      signals = List.copyOf(signals);
    }
  }

  /** Nobody can say. */
  record Unknown() implements Evidence {}

  /**
   * What runs show of a cause that runs have.
   *
   * @param runs in the order in which they ended
   */
  static Evidence ofRuns(Cause cause, List<EndedRun> runs) {
    List<Signal> signals =
        runs.stream().filter(run -> isSignal(cause, run.ending())).map(EndedRun::signal).toList();
    int last = last(runs, run -> isSignal(cause, run.ending()));
    Optional<EndedRun> cure =
        runs.subList(last + 1, runs.size()).stream()
            .filter(run -> cures(cause, run.ending()))
            .findFirst();
    if (cure.isPresent()) {
      return new Gone(signals, cure.get().at());
    }
    if (signals.isEmpty()) {
      return new Unknown();
    }
    int good = last(runs, run -> cures(cause, run.ending()));
    long inARow =
        runs.subList(good + 1, runs.size()).stream()
            .filter(run -> isSignal(cause, run.ending()))
            .count();
    return new Active(signals, Math.toIntExact(inARow));
  }

  private static int last(List<EndedRun> runs, Predicate<EndedRun> wanted) {
    for (int at = runs.size() - 1; at >= 0; at--) {
      if (wanted.test(runs.get(at))) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isSignal(Cause cause, Ending ending) {
    return switch (cause) {
      case FAILED -> ending == Ending.FAILED;
      case MISSED -> ending == Ending.MISSED;
      case DEGRADED -> ending == Ending.DEGRADED;
      case LATE, UNVERIFIED -> false;
    };
  }

  /** A copy that lacks something is no cure for one that lacked something. */
  private static boolean cures(Cause cause, Ending ending) {
    return switch (cause) {
      case FAILED, MISSED -> ending == Ending.SUCCEEDED || ending == Ending.DEGRADED;
      case DEGRADED -> ending == Ending.SUCCEEDED;
      case LATE, UNVERIFIED -> false;
    };
  }
}
