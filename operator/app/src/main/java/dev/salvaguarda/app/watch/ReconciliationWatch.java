package dev.salvaguarda.app.watch;

import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Knows which reconciliations are under way, and since when. */
public final class ReconciliationWatch implements Metrics {

  /** A reconciliation under way. */
  public record UnderWay(String controller, String resource, Instant since) {}

  private final Clock clock;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<Long, UnderWay> underWay = new ConcurrentHashMap<>();

  public ReconciliationWatch(Clock clock) {
    this.clock = clock;
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    long number = numbers.incrementAndGet();
    String resource =
        execution.resourceID().getNamespace().orElse("") + "/" + execution.resourceID().getName();
    underWay.put(number, new UnderWay(execution.controllerName(), resource, clock.instant()));
    try {
      return execution.execute();
    } catch (Error e) {
      // The SDK tries again after an exception only; after an error it would count the object as
      // busy for ever, and nobody would look at it again.
      throw new IllegalStateException("the reconciliation ended with an error", e);
    } finally {
      underWay.remove(number);
    }
  }

  /** Those that have taken longer than {@code limit}. */
  public List<UnderWay> longerThan(Duration limit) {
    Instant before = clock.instant().minus(limit);
    return underWay.values().stream().filter(work -> work.since().isBefore(before)).toList();
  }
}
