package dev.salvaguarda.repository.write;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counters of a session. Many threads count without waiting for each other; anybody may look. */
public final class SessionProgress {
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesStored = new LongAdder();
  private final LongAdder blobsNew = new LongAdder();
  private final LongAdder blobsKnown = new LongAdder();
  private final LongAdder packsStored = new LongAdder();

  private final LongSupplier sent;

  /** Where bytes on the wire are counted. */
  SessionProgress(LongSupplier sent) {
    long before = sent.getAsLong();
    this.sent = () -> sent.getAsLong() - before;
  }

  void read(long bytes) {
    bytesRead.add(bytes);
  }

  void newBlob() {
    blobsNew.increment();
  }

  void knownBlob() {
    blobsKnown.increment();
  }

  void storedPack(long bytes) {
    packsStored.increment();
    bytesStored.add(bytes);
  }

  /** The counters, each as it is now. */
  public Counts counts() {
    long stored = bytesStored.sum();
    return new Counts(
        bytesRead.sum(),
        stored,
        Math.max(stored, sent.getAsLong()),
        blobsNew.sum(),
        blobsKnown.sum(),
        packsStored.sum());
  }

  /**
   * How far a session is.
   *
   * @param bytesRead of the streams given to the session
   * @param bytesStored of packs that the store has confirmed
   * @param bytesSent on the wire so far, for people who watch: packs that are on their way count as
   *     far as they are, and so do tries that failed; never less than {@code bytesStored}
   * @param blobsNew blobs that the repository did not have
   * @param blobsKnown blobs that it had, or that came twice
   * @param packsStored packs that the store has confirmed
   */
  public record Counts(
      long bytesRead,
      long bytesStored,
      long bytesSent,
      long blobsNew,
      long blobsKnown,
      long packsStored) {}
}
