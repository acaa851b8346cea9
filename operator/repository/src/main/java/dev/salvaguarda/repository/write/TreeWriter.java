package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.TreeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Stores one directory, entry after entry. Keeps its compressed form in memory, never its nodes.
 * For one thread.
 */
public final class TreeWriter {
  private final BlobStorer blobs;
  private final TreeBuffer buffer = new TreeBuffer();
  private final TreeEncoder encoder;

  TreeWriter(BlobStorer blobs) {
    this.blobs = blobs;
    try {
      this.encoder = new TreeEncoder(buffer);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /**
   * Appends an entry.
   *
   * @throws IllegalArgumentException if its name does not come after the one before, by bytes, or
   *     if it names a blob that this session neither found nor stored
   */
  public void add(Node node) {
    blobs.requireStored(node);
    try {
      encoder.add(node);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  /** Stores the directory, unless the repository has the same, and returns its identifier. */
  public BlobId finish() {
    try {
      encoder.close();
      return buffer.storeIn(blobs);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("a tree could not be written to memory", e);
  }
}
