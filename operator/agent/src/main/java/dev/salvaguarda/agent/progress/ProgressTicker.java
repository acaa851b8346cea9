package dev.salvaguarda.agent.progress;

import dev.salvaguarda.domain.workorder.WorkerLine;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Writes a progress line every few seconds until it is closed. */
public final class ProgressTicker implements AutoCloseable {
  private final ScheduledExecutorService executor;
  private final ProgressBoard board;
  private final LongSupplier bytesStored;
  private final Consumer<WorkerLine.Progress> lines;
  private final ProgressRate rate = new ProgressRate(System.nanoTime());

  private ProgressTicker(
      ProgressBoard board, LongSupplier bytesStored, Consumer<WorkerLine.Progress> lines) {
    this.board = board;
    this.bytesStored = bytesStored;
    this.lines = lines;
    this.executor =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
  }

  /**
   * Starts to write lines, the first one after a period.
   *
   * @param bytesStored how much went to the repository so far
   * @param lines takes the lines
   */
  public static ProgressTicker start(
      ProgressBoard board,
      LongSupplier bytesStored,
      Consumer<WorkerLine.Progress> lines,
      Duration period) {
    ProgressTicker ticker = new ProgressTicker(board, bytesStored, lines);
    long millis = period.toMillis();
    var _ =
        ticker.executor.scheduleAtFixedRate(ticker::tick, millis, millis, TimeUnit.MILLISECONDS);
    return ticker;
  }

  private synchronized void tick() {
    lines.accept(rate.next(board.standing(), bytesStored.getAsLong(), System.nanoTime()));
  }

  /** Stops, after a last line that shows where the work ended. */
  @Override
  public void close() {
    executor.shutdownNow();
    tick();
  }
}
