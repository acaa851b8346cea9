package dev.salvaguarda.repository.write;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** What workers are at for one stream, in the order in which it was handed to them. */
final class Pending<T> {
  private final StreamStorer storer;
  private final Consumer<T> done;
  private final ArrayDeque<Future<T>> running = new ArrayDeque<>();

  /**
   * Nothing is under way yet.
   *
   * @param done takes what came of each piece of work, in order, in the thread that drains
   */
  Pending(StreamStorer storer, Consumer<T> done) {
    this.storer = storer;
    this.done = done;
  }

  void submit(Callable<T> work) {
    try {
      running.add(storer.workers().submit(work));
    } catch (RejectedExecutionException e) {
      storer.state().check();
      throw e;
    }
  }

  /** Takes over what workers have done, and waits while more than so many are at it. */
  void drain(int atMost) {
    while (!running.isEmpty() && (running.size() > atMost || running.peek().isDone())) {
      Future<T> oldest = running.peek();
      try {
        done.accept(oldest.get(SessionState.NOTICE_MILLIS, TimeUnit.MILLISECONDS));
        running.remove();
      } catch (TimeoutException _) {
        storer.state().check();
      } catch (InterruptedException e) {
        throw storer.state().interrupted(e);
      } catch (ExecutionException e) {
        storer.state().fail(Objects.requireNonNullElse(e.getCause(), e));
        storer.state().check();
      }
    }
  }
}
