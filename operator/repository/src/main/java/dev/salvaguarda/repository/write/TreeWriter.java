package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.TreeEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Stores one directory, entry after entry. Keeps its compressed form in memory, never its nodes.
 * For one thread.
 */
public final class TreeWriter {
  private final BlobStorer blobs;
  private final StoredTrees stored;
  private final TreeBuffer buffer = new TreeBuffer();
  private final TreeEncoder encoder;

  TreeWriter(BlobStorer blobs, StoredTrees stored) {
    this.blobs = blobs;
    this.stored = stored;
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

  /**
   * The same for the top of a snapshot, without which nothing of it can be read. One that the
   * repository has is read; if that can't be, nothing in its pack counts as stored any more.
   */
  public BlobId finishTop() {
    try {
      encoder.close();
      Optional<byte[]> _ = stored.find(buffer.id());
      return buffer.storeIn(blobs);
    } catch (IOException e) {
      throw inMemory(e);
    }
  }

  private static UncheckedIOException inMemory(IOException e) {
    return new UncheckedIOException("a tree could not be written to memory", e);
  }
}
