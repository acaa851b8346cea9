package dev.salvaguarda.agent.progress;

import dev.salvaguarda.domain.workorder.WorkerLine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns standings into progress lines: rate over the last seconds, share and time left. */
final class ProgressRate {
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(20);

  /** More than was expected may still come, so 100 is said only by the result. */
  private static final int HIGHEST_PERCENT = 99;

  private final Deque<Sample> samples = new ArrayDeque<>();

  ProgressRate(long startNanos) {
    samples.add(new Sample(startNanos, 0));
  }

  WorkerLine.Progress next(ProgressBoard.Standing standing, long bytesStored, long nowNanos) {
    samples.addLast(new Sample(nowNanos, standing.bytesRead()));
    while (samples.size() > 2 && nowNanos - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
    long rate = rate();
    @Nullable Integer percent = percent(standing);
    return new WorkerLine.Progress(
        standing.target(),
        standing.done(),
        standing.total(),
        percent,
        standing.bytesRead(),
        bytesStored,
        rate,
        percent == null || rate == 0 ? null : secondsLeft(standing, rate));
  }

  private long rate() {
    Sample oldest = samples.getFirst();
    Sample newest = samples.getLast();
    long nanos = newest.nanos() - oldest.nanos();
    if (nanos <= 0) {
      return 0;
    }
    double seconds = nanos / (double) TimeUnit.SECONDS.toNanos(1);
    return Math.round((newest.bytes() - oldest.bytes()) / seconds);
  }

  private static @Nullable Integer percent(ProgressBoard.Standing standing) {
    if (standing.expectedBytes() <= 0) {
      return null;
    }
    double share = 100.0 * standing.bytesRead() / standing.expectedBytes();
    return (int) Math.min(HIGHEST_PERCENT, Math.floor(share));
  }

  private static long secondsLeft(ProgressBoard.Standing standing, long rate) {
    return Math.max(0, standing.expectedBytes() - standing.bytesRead()) / rate;
  }

  private record Sample(long nanos, long bytes) {}
}
