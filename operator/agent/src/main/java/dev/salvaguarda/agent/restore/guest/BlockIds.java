package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The blocks of a drive in its order, from the files of its directory in the order of their paths.
 * They are looked up as they are asked for.
 */
final class BlockIds implements Iterator<BlobId> {
  private final RepositoryReader reader;
  private final Deque<Iterator<Node>> levels = new ArrayDeque<>();
  private final MessageDigest sum = sha256();
  private final byte[] hash = new byte[BlobId.LENGTH];
  private Iterator<BlobId> ofFile = Collections.emptyIterator();

  BlockIds(RepositoryReader reader, BlobId drive) {
    this.reader = reader;
    levels.push(reader.readTree(drive));
  }

  @Override
  public boolean hasNext() {
    while (!ofFile.hasNext() && !levels.isEmpty()) {
      if (!levels.element().hasNext()) {
        levels.pop();
        continue;
      }
      switch (levels.element().next().body()) {
        case NodeBody.Directory(BlobId subtree) -> levels.push(reader.readTree(subtree));
        case NodeBody.File file -> ofFile = file.content().iterator();
        case NodeBody.Symlink _,
            NodeBody.Device _,
            NodeBody.Fifo _,
            NodeBody.Socket _,
            NodeBody.Unknown _ -> {
          // Nothing of a drive; whether something is missing the digest tells.
        }
      }
    }
    return ofFile.hasNext();
  }

  @Override
  public BlobId next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    BlobId id = ofFile.next();
    id.writeTo(hash, 0);
    sum.update(hash);
    return id;
  }

  /** Of all blocks that were taken, as a copy records it: to be asked once, at the end. */
  String digest() {
    return HexFormat.of().formatHex(sum.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
