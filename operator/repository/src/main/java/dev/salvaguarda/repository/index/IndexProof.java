package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.crypto.CipherKey;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import dev.salvaguarda.repository.pack.PackHeader;
import dev.salvaguarda.repository.pack.PackReader;
import dev.salvaguarda.repository.pack.PackedBlob;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Compares what index files say with what the store has. For many threads. */
final class IndexProof implements IndexFile.Visitor {
  /** Beyond these a lost pack that two index files name counts twice. */
  private static final int MOST_NAMES = 10_000;

  private static final int NAMES_FOR_A_PERSON = 20;

  private final BlobIndex index = new BlobIndex();
  private final StoredPacks packs;
  private final ObjectStore store;
  private final CipherKey key;
  private final UnreadableBlobs unreadable;
  private final Set<FileId> lost = new HashSet<>();
  private int lostPacks;
  private long lostBlobs;

  IndexProof(StoredPacks packs, ObjectStore store, CipherKey key, UnreadableBlobs unreadable) {
    this.packs = packs;
    this.store = store;
    this.key = key;
    this.unreadable = unreadable;
  }

  @Override
  public void pack(FileId pack, List<PackedBlob> blobs) {
    if (holds(packs.sizeOfListed(pack), pack, blobs)) {
      record(pack, blobs);
    } else {
      lose(pack, blobs.size());
    }
  }

  private void record(FileId pack, List<PackedBlob> blobs) {
    if (unreadable.avoided().contains(pack)) {
      index.addDamaged(pack, blobs);
    } else {
      index.add(pack, unreadable.readable(pack, blobs));
    }
  }

  BlobIndex index() {
    return index;
  }

  synchronized LostPacks lost() {
    return new LostPacks(
        lostPacks, lostBlobs, lost.stream().sorted().limit(NAMES_FOR_A_PERSON).toList());
  }

  /**
   * Whether a pack is there and whole. A length other than the index implies is the exception, and
   * then the pack's own header decides: an index may name only some of its blobs.
   */
  private boolean holds(OptionalLong size, FileId pack, List<PackedBlob> blobs) {
    if (size.isEmpty()) {
      return false;
    }
    if (size.getAsLong() == PackHeader.packLength(blobs)) {
      return true;
    }
    try {
      return new HashSet<>(PackReader.header(store, pack, key)).containsAll(blobs);
    } catch (RepositoryException e) {
      if (e.reason() == Reason.CORRUPT || e.reason() == Reason.OBJECT_MISSING) {
        return false;
      }
      throw e;
    }
  }

  private synchronized void lose(FileId pack, int blobs) {
    boolean counts = lost.size() < MOST_NAMES ? lost.add(pack) : !lost.contains(pack);
    if (counts) {
      lostPacks++;
      lostBlobs += blobs;
    }
  }
}
