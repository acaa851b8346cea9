package dev.salvaguarda.repository.chunk;

/**
 * Finds where the first chunk of a stretch of bytes ends. Keeps no state between calls, so one
 * instance serves many threads.
 */
public interface Chunker {

  /** No chunk is longer than this, in bytes. */
  int maxSize();

  /**
   * Length of the first chunk of {@code bytes[from, to)}, at least 1 and at most {@link
   * #maxSize()}.
   *
   * <p>The answer is right only if at least {@link #maxSize()} bytes are there, or if the stream
   * ends at {@code to}: a caller with fewer bytes reads on first.
   *
   * @throws IllegalArgumentException if {@code from} is not before {@code to}
   */
  int cut(byte[] bytes, int from, int to);
}
