package dev.salvaguarda.app.start;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the reconcilers as soon as nothing is in the way, in a thread of its own, so that health
 * answers meanwhile. A start that fails can't be repeated in the same process (the SDK's parts are
 * half begun then), so the process ends and Kubernetes starts another.
 */
public final class OperatorStart implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorStart.class);
  private static final Duration SAY_AGAIN_AFTER = Duration.ofMinutes(1);

  /** Where the start stands. */
  public sealed interface State {
    /** Something is missing that a person or a pipeline may bring at any time. */
    record Waiting(String why) implements State {}

    /** The informers are being filled. */
    record Starting(Instant since) implements State {}

    /** All reconcilers are at work. */
    record Started(Instant at) implements State {}

    /** The process is about to end. */
    record Failed(String why) implements State {}
  }

  private final Supplier<Optional<String>> obstacle;
  private final Runnable start;
  private final Runnable exit;
  private final Clock clock;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile State state = new State.Waiting("The operator has just begun.");

  /**
   * @param obstacle a sentence about what is missing; empty if nothing is
   * @param start starts the reconcilers; returns when they are at work
   * @param exit ends the process with a failure
   * @param pause between two looks for the obstacle
   */
  public OperatorStart(
      Supplier<Optional<String>> obstacle,
      Runnable start,
      Runnable exit,
      Clock clock,
      Duration pause) {
    this.obstacle = obstacle;
    this.start = start;
    this.exit = exit;
    this.clock = clock;
    this.pause = pause;
  }

  /** Begins; returns at once, with the thread that does it. */
  public Thread begin() {
    return Thread.ofPlatform().daemon().name("operator-start").start(this::run);
  }

  public State state() {
    return state;
  }

  /** Stops waiting; what has been started is not ended by this. */
  @Override
  public void close() {
    closed.countDown();
  }

  void run() {
    try {
      if (!await()) {
        return;
      }
      state = new State.Starting(clock.instant());
      start.run();
      state = new State.Started(clock.instant());
      LOG.info("every reconciler is at work");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      String why = Causes.inOneLine(e);
      state = new State.Failed(why);
      LOG.atError()
          .addKeyValue("cause", why)
          .log("the operator could not start and ends, so that it is started anew");
      exit.run();
    }
  }

  /** Whether the way is free; false if the operator is to end before that. */
  private boolean await() throws InterruptedException {
    Instant sayAt = Instant.MIN;
    Optional<String> missing = obstacle.get();
    while (missing.isPresent()) {
      state = new State.Waiting(missing.get());
      if (!clock.instant().isBefore(sayAt)) {
        LOG.atWarn().addKeyValue("missing", missing.get()).log("waiting to start");
        sayAt = clock.instant().plus(SAY_AGAIN_AFTER);
      }
      if (closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      missing = obstacle.get();
    }
    return true;
  }
}
