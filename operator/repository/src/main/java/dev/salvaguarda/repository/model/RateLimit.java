package dev.salvaguarda.repository.model;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * A token bucket for the bytes of all transfers of one direction together. Bytes are booked one
 * after the other, so that connections that compete each get their share, and nobody who waits can
 * be overtaken.
 */
public final class RateLimit {
  /** What may be sent at once after a pause: smooths the flow without ever doubling a second. */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private static final int LARGEST_SLICE = 64 << 10;
  private static final int SMALLEST_SLICE = 1 << 10;
  private static final int SLICES_A_SECOND = 16;

  private final long bytesPerSecond;
  private final LongSupplier nanoTime;

  /** When all that was booked so far has been sent. */
  private long bookedUntil;

  /**
   * A limit whose bucket is full.
   *
   * @param nanoTime a clock that only runs forward, such as {@link System#nanoTime()}
   */
  public RateLimit(long bytesPerSecond, LongSupplier nanoTime) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond must be at least 1");
    }
    this.bytesPerSecond = bytesPerSecond;
    this.nanoTime = nanoTime;
    this.bookedUntil = nanoTime.getAsLong() - BURST_NANOS;
  }

  /** Bytes to book at a time: small where the limit is low, or servers would see long silences. */
  public int sliceBytes() {
    return Math.clamp(bytesPerSecond / SLICES_A_SECOND, SMALLEST_SLICE, LARGEST_SLICE);
  }

  /** Books bytes, at most a slice, and returns for how many nanoseconds to wait before sending. */
  public synchronized long book(int bytes) {
    long now = nanoTime.getAsLong();
    // Differences, not values, are compared, since such clocks may overflow.
    if (bookedUntil - (now - BURST_NANOS) < 0) {
      bookedUntil = now - BURST_NANOS;
    }
    bookedUntil += bytes * TimeUnit.SECONDS.toNanos(1) / bytesPerSecond;
    return Math.max(0, bookedUntil - now);
  }
}
