package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.tree.BlobIds;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stores single blobs, each once, from as many threads as one likes. */
final class BlobStorer implements AutoCloseable {
  private final CipherKey key;
  private final BlobIndex index;
  private final Packer data;
  private final Packer trees;
  private final SessionState state;
  private final SessionProgress progress;
  private final ConcurrentLinkedQueue<Workspace> idle = new ConcurrentLinkedQueue<>();

  BlobStorer(
      CipherKey key,
      BlobIndex index,
      Packer data,
      Packer trees,
      SessionState state,
      SessionProgress progress) {
    this.key = key;
    this.index = index;
    this.data = data;
    this.trees = trees;
    this.state = state;
    this.progress = progress;
  }

  /**
   * Stores a blob unless the repository has it. The content must not change meanwhile.
   *
   * @param level of compression
   */
  BlobId store(BlobType type, byte[] plain, int offset, int length, int level) {
    state.check();
    Workspace workspace = borrow();
    try {
      BlobHandle blob = new BlobHandle(type, workspace.idOf(plain, offset, length));
      if (isNew(blob)) {
        workspace.compressAndSeal(plain, offset, length, level);
        require(workspace.isProof(plain, offset, length), blob);
        packer(type).add(blob, workspace);
      }
      return blob.id();
    } catch (RuntimeException | Error e) {
      state.fail(e);
      throw e;
    } finally {
      idle.add(workspace);
    }
  }

  /**
   * Stores a blob that was compressed and hashed as a stream, unless the repository has it.
   *
   * @param plainLength of the expanded content
   */
  void storeCompressed(BlobHandle blob, byte[] compressed, int length, int plainLength) {
    state.check();
    Workspace workspace = borrow();
    try {
      if (isNew(blob)) {
        workspace.seal(compressed, 0, length, plainLength);
        packer(blob.type()).add(blob, workspace);
      }
    } catch (RuntimeException | Error e) {
      state.fail(e);
      throw e;
    } finally {
      idle.add(workspace);
    }
  }

  /**
   * Stores a blob as it was compressed elsewhere, unless the repository has it. The proof of what
   * was sealed is that of what was read as well, so it is expanded and hashed once.
   *
   * @return false if that is not the content of this name; nothing was stored then
   */
  boolean storeIfProven(BlobHandle blob, byte[] compressed, int plainLength) {
    state.check();
    Workspace workspace = borrow();
    try {
      if (!index.isKnown(blob)) {
        workspace.seal(compressed, 0, compressed.length, plainLength);
        if (!workspace.isProof(blob.id())) {
          return false;
        }
        if (isNew(blob)) {
          packer(blob.type()).add(blob, workspace);
        }
      }
      return true;
    } catch (RuntimeException | Error e) {
      state.fail(e);
      throw e;
    } finally {
      idle.add(workspace);
    }
  }

  /**
   * Whatever a tree names must be stored, or be on its way.
   *
   * @throws IllegalArgumentException if it is not, after which the session is over
   */
  void requireStored(Node node) {
    switch (node.body()) {
      case NodeBody.File(_, BlobIds content) -> {
        for (BlobId id : content) {
          requireStored(new BlobHandle(BlobType.DATA, id));
        }
      }
      case NodeBody.Directory(BlobId subtree) ->
          requireStored(new BlobHandle(BlobType.TREE, subtree));
      case NodeBody.Symlink _, NodeBody.Device _, NodeBody.Fifo _, NodeBody.Socket _ -> {}
      case NodeBody.Unknown _ -> {}
    }
  }

  private void requireStored(BlobHandle blob) {
    if (!index.hasPlace(blob)) {
      IllegalArgumentException failure =
          new IllegalArgumentException("a tree names the %s, which is not stored".formatted(blob));
      state.fail(failure);
      throw failure;
    }
  }

  @Override
  public void close() {
    for (Workspace w = idle.poll(); w != null; w = idle.poll()) {
      w.close();
    }
  }

  private Packer packer(BlobType type) {
    return switch (type) {
      case DATA -> data;
      case TREE -> trees;
    };
  }

  private boolean isNew(BlobHandle blob) {
    boolean claimed = index.claim(blob);
    if (claimed) {
      progress.newBlob();
    } else {
      progress.knownBlob();
    }
    return claimed;
  }

  private Workspace borrow() {
    Workspace workspace = idle.poll();
    return workspace != null ? workspace : new Workspace(key);
  }

  private static void require(boolean proved, BlobHandle blob) {
    if (!proved) {
      throw new RepositoryException(
          Reason.CORRUPT,
          "The %s blob %s could not be read back from memory; this machine may have a fault."
              .formatted(blob.type().wireName(), blob.id().abbreviated()));
    }
  }
}
