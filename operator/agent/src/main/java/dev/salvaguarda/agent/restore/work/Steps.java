package dev.salvaguarda.agent.restore.work;

import dev.salvaguarda.domain.workorder.RestoreResult.Step;
import dev.salvaguarda.domain.workorder.RestoreResult.StepTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Times the steps of a restore; each may be done in many parts. */
public final class Steps {
  private final Clock clock;
  private final Map<Step, StepTime> times = new EnumMap<>(Step.class);

  public Steps(Clock clock) {
    this.clock = clock;
  }

  /** Begins a part of a step; closing ends it, once. */
  public Part begin(Step step) {
    Instant start = clock.instant();
    synchronized (this) {
      times.putIfAbsent(step, new StepTime(step, start, 0));
    }
    AtomicBoolean ended = new AtomicBoolean();
    return () -> {
      if (ended.compareAndSet(false, true)) {
        add(step, Duration.between(start, clock.instant()).toMillis());
      }
    };
  }

  private synchronized void add(Step step, long millis) {
    times.computeIfPresent(
        step,
        (_, known) -> new StepTime(step, known.startedAt(), known.millis() + Math.max(0, millis)));
  }

  /** What is known so far, in the order of the steps. */
  public synchronized List<StepTime> times() {
    return List.copyOf(times.values());
  }

  /** A part of a step that is under way. */
  public interface Part extends AutoCloseable {
    @Override
    void close();
  }
}
