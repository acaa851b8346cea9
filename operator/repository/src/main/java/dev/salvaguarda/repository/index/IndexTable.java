package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.model.BlobHandle;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.BlobType;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.pack.PackedBlob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All blobs of a repository in at most 64 bytes each: 48 in pages of six longs, and one or two
 * slots of four bytes in an open-addressing hash table, which is half empty at most times.
 *
 * <p>Pages are never copied when the table grows. Not for many threads; {@link BlobIndex} guards
 * it.
 */
final class IndexTable {
  /** Words of an entry: four of the identifier, one for pack and offset, one for both lengths. */
  private static final int WORDS = 6;

  private static final int PAGE_BITS = 13;
  private static final int PAGE_ENTRIES = 1 << PAGE_BITS;
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int TREE_BIT = 1 << 31;

  private final List<FileId> packs = new ArrayList<>();
  private final List<long[]> pages = new ArrayList<>();
  private int[] slots = new int[FIRST_SLOTS];
  private int size;

  /** Registers a pack; its number is then given to {@link #add}. */
  int addPack(FileId pack) {
    packs.add(pack);
    return packs.size() - 1;
  }

  /** Adds a blob; the first place that a blob was found at stays. True if it was not known. */
  boolean add(int pack, PackedBlob blob) {
    int slot = slotOf(blob.type(), blob.id());
    if (slots[slot] != 0) {
      return false;
    }
    if (2L * (size + 1) > slots.length + (long) slots.length / 2) {
      grow();
      slot = slotOf(blob.type(), blob.id());
    }
    write(size, pack, blob);
    size++;
    slots[slot] = size;
    return true;
  }

  /** The number of the pack in which the blob with this number lies. */
  int packOf(int number) {
    long[] page = pages.get(number >>> PAGE_BITS);
    return (int) (page[(number & (PAGE_ENTRIES - 1)) * WORDS + 4] >>> 32) & ~TREE_BIT;
  }

  boolean contains(BlobType type, BlobId id) {
    return slots[slotOf(type, id)] != 0;
  }

  Optional<BlobLocation> find(BlobHandle handle) {
    int entry = slots[slotOf(handle.type(), handle.id())];
    return entry == 0 ? Optional.empty() : Optional.of(read(entry - 1));
  }

  /** The place of a blob in the order of adding, or -1 if it was not added. */
  int numberOf(BlobType type, BlobId id) {
    return slots[slotOf(type, id)] - 1;
  }

  /** The length of the sealed bytes of the blob with this number. */
  int lengthOf(int number) {
    long[] page = pages.get(number >>> PAGE_BITS);
    return (int) (page[(number & (PAGE_ENTRIES - 1)) * WORDS + 5] >>> 32);
  }

  int size() {
    return size;
  }

  List<FileId> packs() {
    return List.copyOf(packs);
  }

  /** Bytes of the arrays that hold the entries. */
  long memoryBytes() {
    return 4L * slots.length + 8L * WORDS * PAGE_ENTRIES * pages.size();
  }

  private int slotOf(BlobType type, BlobId id) {
    int mask = slots.length - 1;
    int slot = hash(type, id.w0()) & mask;
    while (slots[slot] != 0 && !matches(slots[slot] - 1, type, id)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /** Identifiers are hashes already, so that a part of one spreads as well as any mixing would. */
  private static int hash(BlobType type, long word) {
    return (int) (word ^ (word >>> 32)) ^ (type == BlobType.TREE ? 0x5bd1e995 : 0);
  }

  private boolean matches(int entry, BlobType type, BlobId id) {
    long[] page = pages.get(entry >>> PAGE_BITS);
    int at = (entry & (PAGE_ENTRIES - 1)) * WORDS;
    return page[at] == id.w0()
        && page[at + 1] == id.w1()
        && page[at + 2] == id.w2()
        && page[at + 3] == id.w3()
        && typeAt(page, at) == type;
  }

  private static BlobType typeAt(long[] page, int at) {
    return page[at + 4] < 0 ? BlobType.TREE : BlobType.DATA;
  }

  private void write(int entry, int pack, PackedBlob blob) {
    if ((entry & (PAGE_ENTRIES - 1)) == 0) {
      pages.add(new long[PAGE_ENTRIES * WORDS]);
    }
    put(entry, pack, blob);
  }

  /** Writes where the blob with this number lies. */
  void put(int entry, int pack, PackedBlob blob) {
    long[] page = pages.get(entry >>> PAGE_BITS);
    int at = (entry & (PAGE_ENTRIES - 1)) * WORDS;
    page[at] = blob.id().w0();
    page[at + 1] = blob.id().w1();
    page[at + 2] = blob.id().w2();
    page[at + 3] = blob.id().w3();
    int packAndType = blob.type() == BlobType.TREE ? pack | TREE_BIT : pack;
    page[at + 4] = join(packAndType, blob.offset());
    page[at + 5] = join(blob.length(), blob.plainLength());
  }

  private BlobLocation read(int entry) {
    long[] page = pages.get(entry >>> PAGE_BITS);
    int at = (entry & (PAGE_ENTRIES - 1)) * WORDS;
    BlobId id = new BlobId(page[at], page[at + 1], page[at + 2], page[at + 3]);
    FileId pack = packs.get((int) (page[at + 4] >>> 32) & ~TREE_BIT);
    PackedBlob blob =
        new PackedBlob(
            typeAt(page, at),
            id,
            (int) page[at + 4],
            (int) (page[at + 5] >>> 32),
            (int) page[at + 5]);
    return new BlobLocation(pack, blob);
  }

  private static long join(int high, int low) {
    return ((long) high << 32) | (low & 0xffff_ffffL);
  }

  private void grow() {
    slots = new int[Math.multiplyExact(slots.length, 2)];
    int mask = slots.length - 1;
    for (int entry = 0; entry < size; entry++) {
      long[] page = pages.get(entry >>> PAGE_BITS);
      int at = (entry & (PAGE_ENTRIES - 1)) * WORDS;
      int slot = hash(typeAt(page, at), page[at]) & mask;
      while (slots[slot] != 0) {
        slot = (slot + 1) & mask;
      }
      slots[slot] = entry + 1;
    }
  }
}
