package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.chunk.Chunking;
import dev.salvaguarda.repository.codec.Zstandard;

/**
 * How a stream is to be stored.
 *
 * @param chunking where it is cut
 * @param digest whether the SHA-256 of the whole is wanted beside those of its blobs
 * @param expectedSize in bytes, so that small files take small buffers; -1 if unknown. A wrong
 *     expectation costs time, nothing else
 * @param level of compression, as zstd counts
 */
public record StreamRequest(Chunking chunking, boolean digest, long expectedSize, int level) {

  /** A dump: of unknown size, with the SHA-256 of the whole. */
  public static StreamRequest dump(Chunking chunking) {
    return new StreamRequest(chunking, true, -1, Zstandard.FAST_LEVEL);
  }

  /** A file of a tree, without a digest of the whole, since no node has a place for it. */
  public static StreamRequest file(Chunking chunking, long expectedSize) {
    return new StreamRequest(chunking, false, expectedSize, Zstandard.DEFAULT_LEVEL);
  }
}
