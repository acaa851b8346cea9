package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.chunk.Chunker;
import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.tree.BlobIds;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One stream on its way. For the thread that reads it. */
final class OpenStream implements AutoCloseable {
  /** A pipe hands out no more at a time; larger reads of files gain nothing. */
  private static final int READ = 256 << 10;

  private final StreamStorer storer;
  private final Chunking chunking;
  private final int level;
  private final @Nullable MessageDigest digest;
  private final BlobIds.Builder ids = new BlobIds.Builder();
  private final Pending<BlobId[]> pending;

  /** Null once a worker has it. */
  private byte @Nullable [] slab;

  private int filled;
  private int[] cuts = new int[64];
  private int cutCount;

  /** Of the slab's first byte in the stream. */
  private long offset;

  OpenStream(StreamStorer storer, StreamRequest request) {
    this(storer, request, storer.slabs().take(StreamStorer.firstSlab(request), storer.state()));
  }

  /** With a buffer of at least the size of the first one. */
  OpenStream(StreamStorer storer, StreamRequest request, byte[] slab) {
    this.storer = storer;
    this.pending = new Pending<>(storer, this::append);
    this.chunking = request.chunking();
    this.level = request.level();
    this.digest = request.digest() ? Workspace.newSha256() : null;
    this.slab = slab;
  }

  StoredFile store(InputStream in) throws IOException {
    boolean ended = fill(in);
    while (!ended) {
      int consumed = cut(false);
      advance(consumed);
      ended = fill(in);
    }
    return finish();
  }

  /** Takes more of the stream. */
  void write(byte[] bytes, int from, int length) {
    storer.state().check();
    for (int at = from; at < from + length; ) {
      byte[] buffer = held();
      int count = Math.min(from + length - at, buffer.length - filled);
      System.arraycopy(bytes, at, buffer, filled, count);
      if (digest != null) {
        digest.update(bytes, at, count);
      }
      filled += count;
      at += count;
      if (filled == buffer.length) {
        advance(cut(false));
      }
    }
    storer.progress().read(length);
  }

  /** Stores what is left after the last of it. */
  StoredFile finish() {
    cut(true);
    BlobId[] last = storeChunks(held(), cuts, cutCount);
    pending.drain(0);
    append(last);
    String sha256 = digest == null ? "" : HexFormat.of().formatHex(digest.digest());
    return new StoredFile(offset + filled, sha256, ids.build());
  }

  /** Waits for what workers are at: after this nothing of the stream is under way. */
  @Override
  public void close() {
    try {
      pending.drain(0);
    } finally {
      if (slab != null) {
        storer.slabs().give(slab);
        slab = null;
      }
    }
  }

  private byte[] held() {
    if (slab == null) {
      throw new IllegalStateException("the stream is closed");
    }
    return slab;
  }

  /** Reads until the buffer is full (false) or the stream ends (true). */
  private boolean fill(InputStream in) throws IOException {
    byte[] buffer = held();
    while (filled < buffer.length) {
      storer.state().check();
      int count = in.read(buffer, filled, Math.min(READ, buffer.length - filled));
      if (count < 0) {
        return true;
      }
      if (digest != null) {
        digest.update(buffer, filled, count);
      }
      filled += count;
      storer.progress().read(count);
    }
    return false;
  }

  /** Finds the chunks that end in this buffer; returns the end of the last one. */
  private int cut(boolean ended) {
    byte[] buffer = held();
    cutCount = 0;
    int at = 0;
    while (at < filled) {
      Chunker chunker = chunking.at(offset + at, storer.secret());
      if (!ended && filled - at < chunker.maxSize()) {
        break;
      }
      int length = chunker.cut(buffer, at, filled);
      if (cutCount == cuts.length) {
        cuts = Arrays.copyOf(cuts, cutCount * 2);
      }
      cuts[cutCount++] = length;
      at += length;
    }
    return at;
  }

  /** Has the chunks found stored and goes on with the rest of the buffer. */
  private void advance(int consumed) {
    byte[] full = held();
    int rest = filled - consumed;
    int size = StreamStorer.fullSlab(chunking, offset + consumed);
    offset += consumed;
    byte[] next = consumed == 0 ? null : storer.slabs().tryTake(size);
    if (next != null) {
      System.arraycopy(full, consumed, next, 0, rest);
      slab = next;
      submit(full, cuts.clone(), cutCount);
    } else {
      BlobId[] stored = storeChunks(full, cuts, cutCount);
      pending.drain(0);
      append(stored);
      if (full.length >= size) {
        System.arraycopy(full, consumed, full, 0, rest);
      } else {
        byte[] large = storer.slabs().force(size);
        System.arraycopy(full, consumed, large, 0, rest);
        slab = large;
        storer.slabs().give(full);
      }
    }
    filled = rest;
    pending.drain(Integer.MAX_VALUE);
  }

  private void submit(byte[] full, int[] lengths, int count) {
    Callable<BlobId[]> work =
        () -> {
          try {
            return storeChunks(full, lengths, count);
          } finally {
            storer.slabs().give(full);
          }
        };
    pending.submit(work);
  }

  private BlobId[] storeChunks(byte[] buffer, int[] lengths, int count) {
    BlobId[] stored = new BlobId[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      stored[i] = storer.blobs().store(BlobType.DATA, buffer, at, lengths[i], level);
      at += lengths[i];
    }
    return stored;
  }

  private void append(BlobId[] stored) {
    for (BlobId id : stored) {
      ids.add(id);
    }
  }
}
