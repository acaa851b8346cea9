package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Fetches blobs by their identifier. */
final class BlobReader {
  private final ObjectStore store;
  private final CipherKey key;
  private final BlobIndex index;
  private final Optional<RateLimit> limit;
  private final Opener opener;
  private final TreeWindows trees;

  /** How the sealed bytes of a blob become what is handed out. */
  @FunctionalInterface
  interface Opener {
    byte[] open(PackedBlob blob, byte[] sealed, int offset, CipherKey key);
  }

  BlobReader(
      ObjectStore store, CipherKey key, BlobIndex index, Optional<RateLimit> limit, Opener opener) {
    this.opener = opener;
    this.limit = limit;
    this.store = store;
    this.key = key;
    this.index = index;
    this.trees =
        new TreeWindows(
            (pack, start, length) -> {
              await(length);
              return store.getUpTo(FileType.PACK.key(pack), start, length);
            },
            key);
  }

  /** One that hands out what was sealed, compressed as it is, and not compared with its hash. */
  BlobReader unsealing() {
    return new BlobReader(store, key, index, limit, PackReader::unseal);
  }

  BlobLocation locate(BlobHandle handle) {
    return index
        .find(handle)
        .orElseThrow(() ->
            new RepositoryException(
                Reason.OBJECT_MISSING,
                "No index lists the %s blob %s."
                    .formatted(handle.type().wireName(), handle.id().abbreviated())));
  }

  byte[] read(BlobHandle handle) {
    return readAnywhere(locate(handle));
  }

  /**
   * Reads a tree together with its neighbours: who walks through a snapshot wants them next. What
   * looks damaged there is read once more and by itself.
   */
  byte[] readTree(BlobHandle handle) {
    BlobLocation place = locate(handle);
    try {
      return trees.read(place);
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      return readAnywhere(place);
    }
  }

  /**
   * Fetches neighbouring blobs with one request. If any is damaged or missing, all are fetched once
   * more and one by one, since the damage may have happened on the way; what is damaged in the
   * store is read from another pack, if one has it. What has none is lost alone.
   */
  FetchedBlobs fetch(BlobRun run) {
    try {
      return open(run);
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      FetchedBlobs fetched = new FetchedBlobs();
      for (PackedBlob blob : run.blobs()) {
        try {
          fetched.put(blob, readAnywhere(new BlobLocation(run.pack(), blob)));
        } catch (RepositoryException lost) {
          if (!isDamage(lost)) {
            throw lost;
          }
          fetched.putLost(blob, lost);
        }
      }
      return fetched;
    }
  }

  private byte[] readAnywhere(BlobLocation first) {
    try {
      return read(first);
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      BlobLocation next = index.findElsewhere(first.blob().handle()).orElse(first);
      return read(next);
    }
  }

  /** Names the pack, which is what a person finds in the bucket. */
  private byte[] read(BlobLocation at) {
    try {
      byte[] sealed = get(at.pack(), at.blob().offset(), at.blob().length());
      return opener.open(at.blob(), sealed, 0, key);
    } catch (RepositoryException e) {
      if (!isDamage(e)) {
        throw e;
      }
      throw new RepositoryException(
          e.reason(),
          "The pack %s is %s: %s"
              .formatted(
                  at.pack(),
                  e.reason() == Reason.OBJECT_MISSING ? "missing" : "damaged",
                  e.sentence()),
          e);
    }
  }

  private static boolean isDamage(RepositoryException e) {
    return e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING;
  }

  private FetchedBlobs open(BlobRun run) {
    byte[] sealed = get(run.pack(), run.offset(), run.length());
    FetchedBlobs fetched = new FetchedBlobs();
    run.blobs()
        .forEach(blob ->
            fetched.put(blob, opener.open(blob, sealed, blob.offset() - run.offset(), key)));
    return fetched;
  }

  private byte[] get(FileId pack, int offset, int length) {
    await(length);
    return store.get(FileType.PACK.key(pack), offset, length);
  }

  /** Before it is asked for so much, so that the answer comes as fast as the line allows. */
  private void await(int length) {
    if (limit.isPresent()) {
      try {
        TimeUnit.NANOSECONDS.sleep(limit.get().book(length));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RepositoryException(Reason.CANCELLED, "Reading was cancelled.", e);
      }
    }
  }
}
