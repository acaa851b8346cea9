package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.index.IndexLoader;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.BlobOpener;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Fetches blobs by their identifier. */
final class BlobReader {
  private final ObjectStore store;
  private final CipherKey key;
  private final BlobIndex index;
  private final OtherPlaces others;
  private final Optional<RateLimit> limit;
  private final BlobForm form;
  private final TreeWindows trees;

  /** The packs, read no faster than is allowed. */
  private final class Packs implements TreeWindows.Source {
    @Override
    public int upTo(FileId pack, long start, int length, byte[] into) {
      return BlobReader.this.upTo(pack, start, length, into, 0);
    }

    @Override
    public byte[] exactly(FileId pack, long start, int length) {
      return get(pack, start, length);
    }
  }

  /** One that hands out proved content. */
  BlobReader(ObjectStore store, CipherKey key, BlobIndex index, Optional<RateLimit> limit) {
    this(
        store,
        key,
        index,
        new OtherPlaces(index, new IndexLoader(new SealedFiles(store, key))),
        limit,
        BlobForm.OPEN);
  }

  private BlobReader(
      ObjectStore store,
      CipherKey key,
      BlobIndex index,
      OtherPlaces others,
      Optional<RateLimit> limit,
      BlobForm form) {
    this.form = form;
    this.limit = limit;
    this.store = store;
    this.key = key;
    this.index = index;
    this.others = others;
    this.trees = new TreeWindows(new Packs(), key);
  }

  /** One that hands out what was sealed, compressed as it is, and not compared with its hash. */
  BlobReader unsealing() {
    return new BlobReader(store, key, index, others, limit, BlobForm.UNSEAL);
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
      requireDamage(e);
      return readAnywhere(place);
    }
  }

  /**
   * Fetches neighbouring blobs with one request. What is damaged or missing in the answer is asked
   * for once more, since the damage may have happened on the way; what is damaged in the store is
   * read from another pack, if one has it. What has none is lost alone.
   *
   * @param memory has room from {@code at} on for what the run says that it takes
   */
  FetchedBlobs fetch(BlobRun run, byte[] memory, int at) {
    FetchedBlobs fetched = new FetchedBlobs();
    if (run.isLarge()) {
      PackedBlob large = run.blobs().getFirst();
      put(fetched, large, () -> own(readAnywhere(new BlobLocation(run.pack(), large))));
      return fetched;
    }
    int sealed;
    try {
      sealed = twiceUpTo(run, memory, at);
    } catch (RepositoryException gone) {
      requireDamage(gone);
      for (PackedBlob blob : run.blobs()) {
        put(fetched, blob, () -> own(readElsewhere(new BlobLocation(run.pack(), blob), gone)));
      }
      return fetched;
    }
    int free = at + run.length();
    try (BlobOpener with = new BlobOpener(key)) {
      for (PackedBlob blob : run.blobs()) {
        BlobContent room = new BlobContent(memory, free, form.length(blob));
        int from = blob.offset() - run.offset();
        boolean came = blob.length() <= sealed - from;
        put(
            fetched,
            blob,
            () ->
                came && isOpened(with, blob, at + from, room)
                    ? room
                    : own(readAnywhere(new BlobLocation(run.pack(), blob))));
        free += BlobRun.roomOf(blob);
      }
    }
    return fetched;
  }

  private int twiceUpTo(BlobRun run, byte[] memory, int at) {
    try {
      return upTo(run.pack(), run.offset(), run.length(), memory, at);
    } catch (RepositoryException e) {
      requireDamage(e);
    }
    try {
      return upTo(run.pack(), run.offset(), run.length(), memory, at);
    } catch (RepositoryException e) {
      throw named(run.pack(), e);
    }
  }

  private boolean isOpened(BlobOpener with, PackedBlob blob, int sealed, BlobContent room) {
    try {
      form.open(with, blob, room.array(), sealed, room.array(), room.offset());
      return true;
    } catch (RepositoryException e) {
      requireDamage(e);
      return false;
    }
  }

  private static BlobContent own(byte[] content) {
    return new BlobContent(content, 0, content.length);
  }

  private static void put(FetchedBlobs fetched, PackedBlob blob, Supplier<BlobContent> content) {
    try {
      fetched.put(blob, content.get());
    } catch (RepositoryException lost) {
      requireDamage(lost);
      fetched.putLost(blob, lost);
    }
  }

  private byte[] readAnywhere(BlobLocation first) {
    try {
      return read(first);
    } catch (RepositoryException e) {
      requireDamage(e);
      // What no other pack has may have been damaged on its way.
      return others.of(first).isEmpty() ? read(first) : readElsewhere(first, e);
    }
  }

  private byte[] readElsewhere(BlobLocation first, RepositoryException why) {
    for (BlobLocation place : others.of(first)) {
      try {
        return read(place);
      } catch (RepositoryException e) {
        requireDamage(e);
      }
    }
    throw why;
  }

  private byte[] read(BlobLocation at) {
    try (BlobOpener with = new BlobOpener(key)) {
      byte[] sealed = get(at.pack(), at.blob().offset(), at.blob().length());
      byte[] content = new byte[form.length(at.blob())];
      form.open(with, at.blob(), sealed, 0, content, 0);
      return content;
    } catch (RepositoryException e) {
      throw named(at.pack(), e);
    }
  }

  /** Damage names the pack, which is what a person finds in the bucket. */
  private static RepositoryException named(FileId pack, RepositoryException e) {
    return isDamage(e)
        ? new RepositoryException(
            e.reason(),
            "The pack %s is %s: %s"
                .formatted(
                    pack,
                    e.reason() == Reason.OBJECT_MISSING ? "missing" : "damaged",
                    e.sentence()),
            e)
        : e;
  }

  /** Anything else is of the repository and not of one blob. */
  private static void requireDamage(RepositoryException e) {
    if (!isDamage(e)) {
      throw e;
    }
  }

  private static boolean isDamage(RepositoryException e) {
    return e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING;
  }

  private byte[] get(FileId pack, long offset, int length) {
    await(length);
    return store.get(FileType.PACK.key(pack), offset, length);
  }

  private int upTo(FileId pack, long offset, int length, byte[] into, int at) {
    await(length);
    return store.getUpTo(FileType.PACK.key(pack), offset, length, into, at);
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
