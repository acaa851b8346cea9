package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What is stored where, for many threads at a time: the blobs of the index files, those stored
 * since, and those that somebody is storing just now.
 */
public final class BlobIndex {
  /** More second places would only take memory: who needs them reads the index files again. */
  private static final int MOST_OTHER_PLACES = 100_000;

  private final IndexTable table = new IndexTable();
  private final Set<BlobHandle> claimed = new HashSet<>();

  /** Where else a blob lies: few do, since nobody stores one twice on purpose. */
  private final Map<BlobHandle, BlobLocation> otherPlaces = new HashMap<>();

  private boolean keepsAllPlaces = true;

  /** Numbers of packs that are damaged: what lies in them is read, and does not count as stored. */
  private final BitSet damaged = new BitSet();

  /**
   * Asks for the right to store a blob. True for the first who asks, who then stores it; false if
   * it is stored already or somebody else is storing it in this session.
   */
  public synchronized boolean claim(BlobHandle blob) {
    return !contains(blob) && claimed.add(blob);
  }

  /**
   * Call when everything that was claimed should be stored.
   *
   * @throws IllegalStateException if a claimed blob has no place: whoever claimed it failed, and
   *     nobody noticed
   */
  public synchronized void requireNoOpenClaims() {
    if (!claimed.isEmpty()) {
      throw new IllegalStateException(
          "%d blobs were to be stored and are in no pack, such as %s"
              .formatted(claimed.size(), claimed.iterator().next()));
    }
  }

  /** Records a pack that is durably stored; claims to its blobs end. */
  public synchronized void add(FileId pack, List<PackedBlob> blobs) {
    int number = table.addPack(pack);
    for (PackedBlob blob : blobs) {
      add(number, pack, blob);
      if (!claimed.isEmpty()) {
        claimed.remove(blob.handle());
      }
    }
  }

  /**
   * Records a pack that is damaged: what no other pack holds may still be read there, but does not
   * count as stored.
   */
  public synchronized void addDamaged(FileId pack, List<PackedBlob> blobs) {
    int number = table.addPack(pack);
    damaged.set(number);
    blobs.forEach(blob -> add(number, pack, blob));
  }

  /** From now on a pack counts as damaged. */
  public synchronized void markDamaged(FileId pack) {
    List<FileId> packs = table.packs();
    IntStream.range(0, packs.size())
        .filter(number -> packs.get(number).equals(pack))
        .forEach(damaged::set);
  }

  /** Whatever is good comes before what is damaged. */
  private void add(int pack, FileId name, PackedBlob blob) {
    if (table.add(pack, blob)) {
      return;
    }
    int known = table.numberOf(blob.type(), blob.id());
    if (damaged.get(table.packOf(known)) && !damaged.get(pack)) {
      BlobLocation before = table.find(blob.handle()).orElseThrow();
      table.put(known, pack, blob);
      keepOtherPlace(before);
    } else {
      keepOtherPlace(new BlobLocation(name, blob));
    }
  }

  /** Whether a blob is stored or somebody is storing it in this session. */
  public synchronized boolean isKnown(BlobHandle blob) {
    return contains(blob) || claimed.contains(blob);
  }

  /** Whether a blob has a place, good or damaged, or somebody is storing it. */
  public synchronized boolean hasPlace(BlobHandle blob) {
    return table.contains(blob.type(), blob.id()) || claimed.contains(blob);
  }

  /** Whether a blob is stored in a pack that is not known to be damaged. */
  public synchronized boolean contains(BlobHandle blob) {
    int number = table.numberOf(blob.type(), blob.id());
    return number >= 0 && !damaged.get(table.packOf(number));
  }

  /** Where a blob lies, in a damaged pack if no other has it. */
  public synchronized Optional<BlobLocation> find(BlobHandle blob) {
    return table.find(blob);
  }

  /** A number for a stored blob, from 0 and below {@link #size()}; -1 if it is not stored. */
  public synchronized int numberOf(BlobHandle blob) {
    return table.numberOf(blob.type(), blob.id());
  }

  /** Bytes that the blob with this number takes in its pack. */
  public synchronized int storedBytes(int number) {
    return table.lengthOf(number);
  }

  /** A second pack in which a stored blob lies, for when the first is damaged. */
  public synchronized Optional<BlobLocation> findElsewhere(BlobHandle blob) {
    return Optional.ofNullable(otherPlaces.get(blob));
  }

  /** Whether {@link #findElsewhere} knows all other places of all blobs. */
  public synchronized boolean keepsAllPlaces() {
    return keepsAllPlaces;
  }

  /** Two index files may list the same pack; that is no second place. */
  private void keepOtherPlace(BlobLocation place) {
    BlobHandle blob = place.blob().handle();
    if (table.find(blob).filter(first -> first.pack().equals(place.pack())).isPresent()) {
      return;
    }
    BlobLocation kept = otherPlaces.get(blob);
    if (kept == null && otherPlaces.size() < MOST_OTHER_PLACES) {
      otherPlaces.put(blob, place);
    } else if (kept == null || !kept.pack().equals(place.pack())) {
      keepsAllPlaces = false;
    }
  }

  /** Blobs stored. */
  public synchronized int size() {
    return table.size();
  }

  /** All packs that are listed, in the order in which they were recorded. */
  public synchronized List<FileId> packs() {
    return table.packs();
  }

  /** Bytes that the table takes in memory. */
  public synchronized long memoryBytes() {
    return table.memoryBytes();
  }
}
