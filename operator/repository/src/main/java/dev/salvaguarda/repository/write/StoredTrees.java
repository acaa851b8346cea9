package dev.salvaguarda.repository.write;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.index.BlobLocation;
import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.port.ObjectStore;
import dev.salvaguarda.repository.read.TreeWindows;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The trees that are in the repository already, whoever stored them. */
final class StoredTrees {
  private static final int FEW = 3;

  private final ObjectStore store;
  private final CipherKey key;
  private final BlobIndex index;
  private final TreeWindows neighbours;
  private final SortedSet<FileId> damaged = new TreeSet<>();

  StoredTrees(ObjectStore store, CipherKey key, BlobIndex index) {
    this.store = store;
    this.key = key;
    this.index = index;
    this.neighbours = TreeWindows.of(store, key);
  }

  /**
   * A tree; empty if the repository does not have it, or not whole: then nothing in its pack counts
   * as stored any more, since who finds it damaged has what was in it at hand, and the trees below
   * are not looked for. Trees are read together with their neighbours, so that a walk through a
   * snapshot takes few requests.
   */
  Optional<byte[]> find(BlobId tree) {
    BlobHandle blob = new BlobHandle(BlobType.TREE, tree);
    Optional<BlobLocation> place = index.find(blob);
    if (place.isEmpty()) {
      return Optional.empty();
    }
    Optional<byte[]> content =
        readable(() -> neighbours.read(place.get())).or(() -> readAlone(place.get()));
    if (content.isEmpty()) {
      note(place.get());
    }
    return content;
  }

  /** What was found damaged since this was asked last; empty if nothing. */
  synchronized Optional<String> damageFound() {
    if (damaged.isEmpty()) {
      return Optional.empty();
    }
    String sentence =
        "Directories in %d damaged pack%s (%s) can't be read; what is still at the source is stored again, but earlier snapshots may not restore whole."
            .formatted(
                damaged.size(),
                damaged.size() == 1 ? "" : "s",
                damaged.stream()
                    .limit(FEW)
                    .map(FileId::abbreviated)
                    .collect(Collectors.joining(", ")));
    damaged.clear();
    return Optional.of(sentence);
  }

  /** One that is known already is told by whoever knows it. */
  private synchronized void note(BlobLocation place) {
    if (index.contains(place.blob().handle())) {
      index.markDamaged(place.pack());
      damaged.add(place.pack());
    }
  }

  private static Optional<byte[]> readable(Supplier<byte[]> content) {
    try {
      return Optional.of(content.get());
    } catch (RepositoryException e) {
      if (e.reason() == Reason.OBJECT_MISSING || e.reason() == Reason.CORRUPT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /**
   * Reads a tree from the store itself, as whoever restores it will: from another pack, if it is
   * damaged in the first.
   *
   * @throws RepositoryException {@code OBJECT_MISSING} or {@code CORRUPT} if it does not read back
   */
  void requireReadable(BlobId tree) {
    BlobLocation place = placeOf(tree);
    if (readAlone(place).isEmpty()) {
      // Damage on the way is no damage; and the one who reads says what is wrong.
      byte[] _ = read(place);
    }
  }

  private Optional<byte[]> readAlone(BlobLocation place) {
    return readable(() -> read(place))
        .or(() ->
            index
                .findElsewhere(place.blob().handle())
                .flatMap(other -> readable(() -> read(other))));
  }

  private byte[] read(BlobLocation place) {
    byte[] sealed =
        store.get(FileType.PACK.key(place.pack()), place.blob().offset(), place.blob().length());
    return PackReader.open(place.blob(), sealed, 0, key);
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
