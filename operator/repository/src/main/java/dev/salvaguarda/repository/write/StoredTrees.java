package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.read.TreeWindows;
import java.util.Optional;

/** The trees that are in the repository already, whoever stored them. */
final class StoredTrees {
  private final ObjectStore store;
  private final CipherKey key;
  private final BlobIndex index;
  private final TreeWindows neighbours;

  StoredTrees(ObjectStore store, CipherKey key, BlobIndex index) {
    this.store = store;
    this.key = key;
    this.index = index;
    this.neighbours = TreeWindows.of(store, key);
  }

  /**
   * A tree; empty if the repository does not have it, or not whole. Trees are read together with
   * their neighbours, so that a walk through a snapshot takes few requests.
   */
  Optional<byte[]> find(BlobId tree) {
    try {
      return Optional.of(neighbours.read(placeOf(tree)));
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING || e.reason() == Reason.CORRUPT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Reads a tree from the store itself, as whoever restores it will.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} or {@code CORRUPT} if it does not read back
   */
  void requireReadable(BlobId tree) {
    BlobLocation place = placeOf(tree);
    byte[] sealed =
        store.get(FileType.PACK.key(place.pack()), place.blob().offset(), place.blob().length());
    byte[] _ = PackReader.open(place.blob(), sealed, 0, key);
  }

  private BlobLocation placeOf(BlobId tree) {
    return index
        .find(new BlobHandle(BlobType.TREE, tree))
        .orElseThrow(() ->
            new RepositoryException(
                Reason.OBJECT_MISSING,
                "The tree %s is not in the repository.".formatted(tree.abbreviated())));
  }
}
