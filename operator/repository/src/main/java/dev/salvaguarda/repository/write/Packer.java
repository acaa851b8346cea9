package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.IOException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Fills packs of one type of blob, one after the other, and hands the full ones on. */
final class Packer {
  private static final int SMALLEST = 16 << 20;
  private static final int LARGEST = 128 << 20;

  private final CipherKey key;
  private final SessionOptions options;
  private final RandomGenerator random;
  private final Uploads uploads;
  private @Nullable PackSpool filling;

  Packer(CipherKey key, SessionOptions options, RandomGenerator random, Uploads uploads) {
    this.key = key;
    this.options = options;
    this.random = random;
    this.uploads = uploads;
  }

  /** Appends the sealed blob in this workspace; waits while too many packs are on their way. */
  void add(BlobHandle blob, Workspace workspace) {
    SpooledPack full = append(blob, workspace);
    if (full != null) {
      uploads.submit(full);
    }
  }

  /** Hands on what is there, full or not. */
  void flush() {
    SpooledPack last = seal();
    if (last != null) {
      uploads.submit(last);
    }
  }

  synchronized void discard() {
    PackSpool spool = filling;
    filling = null;
    if (spool != null) {
      try {
        spool.discard();
      } catch (IOException _) {
        // The scratch directory goes with the pod.
      }
    }
  }

  private synchronized @Nullable SpooledPack append(BlobHandle blob, Workspace workspace) {
    try {
      PackSpool spool = filling;
      if (spool == null) {
        spool = new PackSpool(key, options.scratch(), nextTarget());
        filling = spool;
      }
      spool.append(blob, workspace);
      return spool.isFull() ? seal() : null;
    } catch (IOException e) {
      throw scratchFailed(e);
    }
  }

  private synchronized @Nullable SpooledPack seal() {
    PackSpool spool = filling;
    if (spool == null) {
      return null;
    }
    filling = null;
    try {
      return spool.finish();
    } catch (IOException e) {
      throw scratchFailed(e);
    }
  }

  /** Not always the same, so that the sizes of packs do not tell what is in them. */
  private int nextTarget() {
    int mean = options.packTargetBytes();
    int drawn = mean / 2 + random.nextInt(mean);
    return Math.clamp(drawn, Math.min(SMALLEST, mean), LARGEST);
  }

  private static RepositoryException scratchFailed(IOException cause) {
    return new RepositoryException(
        Reason.SCRATCH, "A pack could not be written to the scratch directory.", cause);
  }
}
