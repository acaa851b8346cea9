package dev.salvaguarda.repository.read;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.RateLimit;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.repository.tree.TreeEntries;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Reads what snapshots hold. Whatever it hands out was decrypted, authenticated, and has the hash
 * that its identifier says. May be used by many threads.
 */
public final class RepositoryReader implements AutoCloseable {
  private final BlobReader blobs;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Reads what the index lists.
   *
   * @param limit of the bytes that are fetched; empty for none
   */
  public RepositoryReader(
      ObjectStore store, CipherKey key, BlobIndex index, Optional<RateLimit> limit) {
    this.blobs = new BlobReader(store, key, index, limit);
  }

  /**
   * The content of one blob.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} if no index lists it or its pack is gone,
   *     {@code CORRUPT} if it is damaged
   */
  public byte[] readBlob(BlobType type, BlobId id) {
    return blobs.read(new BlobHandle(type, id));
  }

  /** The entries of one directory; the directories stored next to it are read along. */
  public TreeEntries readTree(BlobId tree) {
    return new TreeEntries(tree, blobs.readTree(new BlobHandle(BlobType.TREE, tree)));
  }

  /** Bytes that a directory takes while it is read. */
  public int sizeOfTree(BlobId tree) {
    PackedBlob blob = blobs.locate(new BlobHandle(BlobType.TREE, tree)).blob();
    return blob.isCompressed() ? blob.plainLength() : blob.length();
  }

  /** Visits every entry below a tree, depth first, in the order of the names. */
  public void walk(BlobId tree, TreeVisitor visitor) {
    walk(tree, new ArrayList<>(), visitor);
  }

  private void walk(BlobId tree, List<ByteString> parents, TreeVisitor visitor) {
    for (Iterator<Node> nodes = readTree(tree); nodes.hasNext(); ) {
      Node node = nodes.next();
      visitor.visit(Collections.unmodifiableList(parents), node);
      if (node.body() instanceof NodeBody.Directory(BlobId subtree)) {
        parents.addLast(node.name());
        walk(subtree, parents, visitor);
        parents.removeLast();
      }
    }
  }

  /** The entry at a path below a tree, such as {@code databases/payroll.sql}. */
  public Optional<Node> find(BlobId tree, String path) {
    BlobId directory = tree;
    String[] names = path.split("/+", -1);
    for (int i = 0; i < names.length; i++) {
      Optional<Node> node = entry(directory, ByteString.of(names[i]));
      if (i == names.length - 1 || node.isEmpty()) {
        return node;
      }
      if (!(node.get().body() instanceof NodeBody.Directory(BlobId subtree))) {
        return Optional.empty();
      }
      directory = subtree;
    }
    return Optional.empty();
  }

  /** The entry of a directory that has this name. */
  public Optional<Node> entry(BlobId directory, ByteString name) {
    for (Iterator<Node> nodes = readTree(directory); nodes.hasNext(); ) {
      Node node = nodes.next();
      if (node.name().equals(name)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /**
   * A file's content as a stream that fetches ahead. Its methods throw {@link RepositoryException}
   * instead of ending early; closing it ends what is under way.
   */
  public InputStream open(BlobIds content) {
    return new ContentStream(feed(content.iterator()));
  }

  /**
   * Blobs of any number of files, fetched ahead across the borders between them.
   *
   * @param ids asked for a little ahead of what is taken
   */
  public BlobFeed feed(Iterator<BlobId> ids) {
    return new BlobFeed(blobs, workers, ids);
  }

  /**
   * The same, but as the blobs were compressed, where {@link BlobFeed#last()} says that they were;
   * authentic, and not compared with their hashes.
   */
  public BlobFeed feedCompressed(Iterator<BlobId> ids) {
    return new BlobFeed(blobs.unsealing(), workers, ids);
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
