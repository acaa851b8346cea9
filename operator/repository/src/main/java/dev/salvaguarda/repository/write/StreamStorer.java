package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.chunk.CutSecret;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutorService;

/**
 * Stores streams. A stream is read into buffers and cut there; workers store the chunks of one
 * buffer while the next is read. What fits into one buffer is stored by the thread that read it:
 * handing it over would cost more than it gains.
 */
final class StreamStorer {
  private static final int SMALLEST_SLAB = 4 << 10;
  private static final int SMALLEST_FULL_SLAB = 1 << 20;

  private final BlobStorer blobs;
  private final Slabs slabs;
  private final CutSecret secret;
  private final ExecutorService workers;
  private final SessionState state;
  private final SessionProgress progress;

  StreamStorer(
      BlobStorer blobs,
      Slabs slabs,
      CutSecret secret,
      ExecutorService workers,
      SessionState state,
      SessionProgress progress) {
    this.blobs = blobs;
    this.slabs = slabs;
    this.secret = secret;
    this.workers = workers;
    this.state = state;
    this.progress = progress;
  }

  StoredFile store(InputStream in, StreamRequest request) throws IOException {
    try (OpenStream stream = new OpenStream(this, request)) {
      return stream.store(in);
    } catch (RuntimeException | Error e) {
      state.fail(e);
      throw e;
    }
  }

  /** A buffer that holds at least one and a half of the largest chunks from here on. */
  static int fullSlab(Chunking chunking, long offset) {
    int chunk = chunking.maxSize(offset);
    return Math.max(SMALLEST_FULL_SLAB, chunk + chunk / 2);
  }

  /** A buffer for a stream that should have this size: one byte more shows that it ended. */
  static int firstSlab(StreamRequest request) {
    int full = fullSlab(request.chunking(), 0);
    if (request.expectedSize() < 0 || request.expectedSize() >= full) {
      return full;
    }
    int needed = (int) request.expectedSize() + 1;
    return Math.min(full, Math.max(SMALLEST_SLAB, Integer.highestOneBit(needed) << 1));
  }

  BlobStorer blobs() {
    return blobs;
  }

  Slabs slabs() {
    return slabs;
  }

  CutSecret secret() {
    return secret;
  }

  ExecutorService workers() {
    return workers;
  }

  SessionState state() {
    return state;
  }

  SessionProgress progress() {
    return progress;
  }
}
