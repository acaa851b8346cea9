package dev.salvaguarda.repository.write;

import java.util.concurrent.atomic.LongAdder;

/** Counters of a session. Many threads count without waiting for each other; anybody may look. */
public final class SessionProgress {
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesStored = new LongAdder();
  private final LongAdder blobsNew = new LongAdder();
  private final LongAdder blobsKnown = new LongAdder();
  private final LongAdder packsStored = new LongAdder();

  SessionProgress() {}

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
    return new Counts(
        bytesRead.sum(), bytesStored.sum(), blobsNew.sum(), blobsKnown.sum(), packsStored.sum());
  }

  /**
   * How far a session is.
   *
   * @param bytesRead of the streams given to the session
   * @param bytesStored of packs that the store has confirmed
   * @param blobsNew blobs that the repository did not have
   * @param blobsKnown blobs that it had, or that came twice
   * @param packsStored packs that the store has confirmed
   */
  public record Counts(
      long bytesRead, long bytesStored, long blobsNew, long blobsKnown, long packsStored) {}
}
