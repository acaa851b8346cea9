package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.port.ObjectStore;

/** Fetches blobs by their identifier. */
final class BlobReader {
  private final ObjectStore store;
  private final CipherKey key;
  private final BlobIndex index;

  BlobReader(ObjectStore store, CipherKey key, BlobIndex index) {
    this.store = store;
    this.key = key;
    this.index = index;
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
    BlobLocation at = locate(handle);
    BlobRun run = new BlobRun(at);
    return fetch(run).get(at.blob());
  }

  /**
   * Fetches neighbouring blobs with one request. Bytes that were damaged on the way are fetched
   * again once; bytes that are damaged in the store stay so.
   */
  FetchedBlobs fetch(BlobRun run) {
    try {
      return open(run);
    } catch (RepositoryException e) {
      if (e.reason() != Reason.CORRUPT) {
        throw e;
      }
      return open(run);
    }
  }

  private FetchedBlobs open(BlobRun run) {
    byte[] sealed = store.get(FileType.PACK.key(run.pack()), run.offset(), run.length());
    FetchedBlobs fetched = new FetchedBlobs();
    run.blobs()
        .forEach(blob ->
            fetched.put(blob, PackReader.open(blob, sealed, blob.offset() - run.offset(), key)));
    return fetched;
  }
}
