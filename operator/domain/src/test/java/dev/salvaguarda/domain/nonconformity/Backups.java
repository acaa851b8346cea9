package dev.salvaguarda.domain.nonconformity;

import dev.salvaguarda.domain.nonconformity.EndedRun.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The backups of one policy as chance has them, and what they show. */
final class Backups {
  private static final Ending[] ENDINGS = Ending.values();

  private final Random chance;
  private final List<EndedRun> runs = new ArrayList<>();
  private final Map<Cause, Integer> signals = new EnumMap<>(Cause.class);
  private Evidence late = new Evidence.Unknown();
  private Evidence unverified = new Evidence.Unknown();

  Backups(Random chance) {
    this.chance = chance;
  }

  /** Something happens, or nothing. */
  void happen(Instant now) {
    switch (chance.nextInt(6)) {
      case 0, 1, 2 -> end(now);
      case 3 -> late = turned(Cause.LATE, late, now);
      case 4 -> unverified = tested(now);
      default -> {}
    }
  }

  private void end(Instant now) {
    Ending ending = ENDINGS[chance.nextInt(ENDINGS.length)];
    runs.add(new EndedRun("run-" + runs.size(), ending, now, "It ended " + ending));
    switch (ending) {
      case SUCCEEDED -> {}
      case DEGRADED -> count(Cause.DEGRADED);
      case FAILED -> count(Cause.FAILED);
      case MISSED -> count(Cause.MISSED);
    }
  }

  private Evidence turned(Cause cause, Evidence before, Instant now) {
    return before instanceof Evidence.Active
        ? new Evidence.Gone(List.of(), now)
        : shown(cause, now);
  }

  /** A test that fails after another one that failed is one more. */
  private Evidence tested(Instant now) {
    return chance.nextBoolean() ? new Evidence.Gone(List.of(), now) : shown(Cause.UNVERIFIED, now);
  }

  private Evidence shown(Cause cause, Instant now) {
    count(cause);
    return new Evidence.Active(
        List.of(new Signal(cause + "-" + signals.get(cause), now, "It is so.")), 1);
  }

  private void count(Cause cause) {
    signals.merge(cause, 1, Integer::sum);
  }

  int signals(Cause cause) {
    return signals.getOrDefault(cause, 0);
  }

  Map<Cause, Evidence> show() {
    Map<Cause, Evidence> all = new EnumMap<>(Cause.class);
    for (Cause cause : Cause.values()) {
      all.put(
          cause,
          switch (cause) {
            case FAILED, MISSED, DEGRADED -> Evidence.ofRuns(cause, List.copyOf(runs));
            case LATE -> late;
            case UNVERIFIED -> unverified;
          });
    }
    return all;
  }
}
