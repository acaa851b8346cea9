package dev.salvaguarda.agent.progress;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Where the attempt stands; written by the work, read by the ticker. */
public final class ProgressBoard {
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicInteger total = new AtomicInteger();
  private final AtomicLong expectedBytes = new AtomicLong();
  private final AtomicLong bytesRead = new AtomicLong();

  /**
   * The targets are known now.
   *
   * @param targets how many there are
   * @param expectedBytes of all of them by what is known of earlier copies; 0 if one is not known
   */
  public void begin(int targets, long expectedBytes) {
    this.total.set(targets);
    this.expectedBytes.set(expectedBytes);
  }

  /** Several may be under way; the one that has been so for longest is shown. */
  public void targetStarted(String name) {
    targets.add(name);
  }

  public void targetDone(String name) {
    targets.remove(name);
    done.incrementAndGet();
  }

  /**
   * All targets are done, and their snapshots are copied to a further repository.
   *
   * @param number of the snapshot, counted from 1
   * @param of how many it lacked
   */
  public void replicating(String repository, int number, int of) {
    targets.clear();
    targets.add("to %s %d/%d".formatted(repository, number, of));
  }

  /** That repository is done. */
  public void replicated() {
    targets.clear();
  }

  /** So many bytes more are read: something is read twice. */
  public void expect(long bytes) {
    expectedBytes.addAndGet(bytes);
  }

  /** Adds bytes that came from the source. */
  public void read(long bytes) {
    bytesRead.addAndGet(bytes);
  }

  Standing standing() {
    return new Standing(
        targets.peek(), done.get(), total.get(), expectedBytes.get(), bytesRead.get());
  }

  record Standing(
      @Nullable String target, int done, int total, long expectedBytes, long bytesRead) {}
}
