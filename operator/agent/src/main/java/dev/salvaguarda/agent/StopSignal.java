package dev.salvaguarda.agent;

import dev.salvaguarda.domain.workorder.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Turns SIGTERM and SIGINT into a clean stop: the work is cancelled, gets some seconds to clear up,
 * and the process ends with the exit code of what became of it.
 */
final class StopSignal implements AutoCloseable {
  /** Kubernetes is promised 5 seconds; the rest is for writing the result. */
  private static final long PATIENCE_MILLIS = 4_000;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.CANCELLED.status());
  private final Runnable cancel;
  private final Runnable tellNow;
  private final Thread hook;

  private StopSignal(Runnable cancel, Runnable tellNow) {
    this.cancel = cancel;
    this.tellNow = tellNow;
    this.hook = Thread.ofPlatform().name("stop-signal").unstarted(this::stop);
  }

  /**
   * Listens from now on.
   *
   * @param cancel tells the work to stop
   * @param tellNow tells the result of work that did not stop in time
   */
  static StopSignal listen(Runnable cancel, Runnable tellNow) {
    StopSignal signal = new StopSignal(cancel, tellNow);
    Runtime.getRuntime().addShutdownHook(signal.hook);
    return signal;
  }

  /** The work is done and its result told. */
  void finished(ExitCode code) {
    exitCode.set(code.status());
  }

  /** Stops listening, or lets the stop that is under way go on. */
  @Override
  public void close() {
    finished.countDown();
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The signal came already; its thread ends the process.
    }
  }

  private void stop() {
    cancel.run();
    try {
      if (!finished.await(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        tellNow.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // A shutdown that a signal began ends with 128 + signal otherwise.
    Runtime.getRuntime().halt(exitCode.get());
  }
}
