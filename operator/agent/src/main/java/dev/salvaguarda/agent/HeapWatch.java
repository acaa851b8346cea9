package dev.salvaguarda.agent;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Has Java look for garbage while its heap is still small. The serial collector lets its old
 * generation grow to the limit before it looks there once, and what was touched once stays
 * resident: without this a worker takes all the memory that it may, whatever little it needs.
 */
final class HeapWatch implements AutoCloseable {
  /** With 12 MiB for what is young and some 130 beside the heap, this is well within 256 MiB. */
  private static final long CALM_BYTES = 80L << 20;

  /** Whoever gives a worker more memory than usual wants it used. */
  private static final int SHARE_OF_LIMIT = 4;

  /** At least as much is new before it is looked again; or a third of what was found in use. */
  private static final long ROOM_BYTES = 20L << 20;

  /** In which a fast source fills some ten mebibytes. */
  private static final Duration PERIOD = Duration.ofMillis(50);

  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heap-watch").factory());
  private final LongSupplier usedBytes;
  private final Runnable collect;
  private final long calmBytes;
  private long due;

  /**
   * Watches nothing by itself.
   *
   * @param limitBytes to which the heap may grow
   * @param usedBytes of the heap, garbage included
   * @param collect looks for all garbage there is; returns when that is done
   */
  HeapWatch(long limitBytes, LongSupplier usedBytes, Runnable collect) {
    this.calmBytes = Math.max(CALM_BYTES, limitBytes / SHARE_OF_LIMIT);
    this.due = calmBytes;
    this.usedBytes = usedBytes;
    this.collect = collect;
  }

  /** Watches the heap of this process until it is closed. */
  static HeapWatch start() {
    Runtime java = Runtime.getRuntime();
    HeapWatch watch =
        new HeapWatch(java.maxMemory(), () -> java.totalMemory() - java.freeMemory(), System::gc);
    long millis = PERIOD.toMillis();
    var _ =
        watch.executor.scheduleWithFixedDelay(watch::look, millis, millis, TimeUnit.MILLISECONDS);
    return watch;
  }

  /** Collects if it is time, and says when it will be again. */
  void look() {
    if (usedBytes.getAsLong() >= due) {
      collect.run();
      long live = usedBytes.getAsLong();
      due = Math.max(calmBytes, live + Math.max(ROOM_BYTES, live / 3));
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
