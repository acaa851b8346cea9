package dev.salvaguarda.app.start;

import dev.salvaguarda.app.start.OperatorStart.State;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks again and again for what the operator needed to start. A watch outlives the right to it, and
 * a look at an object at rest asks for nothing: without this, an operator whose rights were taken
 * away would not know for an hour.
 */
public final class ObstacleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ObstacleWatch.class);

  private final Supplier<Optional<String>> obstacle;
  private final Supplier<State> start;
  private final Duration pause;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable String found;

  /**
   * @param obstacle a sentence about what is missing; empty if nothing is
   * @param start where the start stands; while it waits, it asks itself
   * @param pause between two looks
   */
  public ObstacleWatch(Supplier<Optional<String>> obstacle, Supplier<State> start, Duration pause) {
    this.obstacle = obstacle;
    this.start = start;
    this.pause = pause;
  }

  /** Begins; returns at once. */
  public void begin() {
    Thread.ofPlatform().daemon().name("obstacle-watch").start(this::run);
  }

  /** What was missing when it was last asked for; empty if nothing was. */
  public Optional<String> found() {
    return Optional.ofNullable(found);
  }

  @Override
  public void close() {
    closed.countDown();
  }

  private void run() {
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void look() {
    if (!(start.get() instanceof State.Started)) {
      return;
    }
    String before = found;
    String now = ask();
    if (isClosed()) {
      // The client was closed under the question.
      return;
    }
    found = now;
    if (Objects.equals(before, now)) {
      return;
    }
    if (now != null) {
      LOG.atWarn().addKeyValue("missing", now).log("the operator lost what it needs");
    } else {
      LOG.atInfo().addKeyValue("was", before).log("the operator has what it needs again");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private @Nullable String ask() {
    try {
      return obstacle.get().orElse(null);
    } catch (RuntimeException e) {
      // This thread has to go on: an answer that makes no sense is an obstacle as well.
      return Causes.inOneLine(e);
    }
  }
}
