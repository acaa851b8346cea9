package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The packs that the store really has, with their sizes, as one listing gave them: 40 bytes for a
 * pack in an open-addressing table that is half to three quarters full. For many threads.
 */
public final class StoredPacks {
  /** Four words of a pack's name, and one for its size; 0 in the last means that a slot is free. */
  private static final int WORDS = 5;

  private static final int VALUE = 4;
  private static final long LISTED = 1;

  private long[] slots = new long[WORDS << 6];
  private int size;

  StoredPacks() {}

  /** Lists a store's packs; one request for a thousand. */
  static StoredPacks of(ObjectStore store) {
    StoredPacks packs = new StoredPacks();
    SealedFiles.list(store, FileType.PACK, (pack, entry) -> packs.add(pack, entry.size()));
    return packs;
  }

  synchronized void add(FileId pack, long bytes) {
    if (4L * (size + 1) > 3L * (slots.length / WORDS)) {
      grow();
    }
    int at = find(slots, pack);
    size += slots[at + VALUE] == 0 ? 1 : 0;
    put(slots, at, pack, (bytes + 1) << 1);
  }

  /** The size of a pack in bytes, or empty if the store does not have it. An index names it. */
  synchronized OptionalLong sizeOfListed(FileId pack) {
    int at = find(slots, pack);
    if (slots[at + VALUE] == 0) {
      return OptionalLong.empty();
    }
    slots[at + VALUE] |= LISTED;
    return OptionalLong.of((slots[at + VALUE] >>> 1) - 1);
  }

  /** Hands on every pack that no index was found to name, in no order. */
  public synchronized void forEachUnlisted(Consumer<FileId> visitor) {
    for (int at = 0; at < slots.length; at += WORDS) {
      if (slots[at + VALUE] != 0 && (slots[at + VALUE] & LISTED) == 0) {
        visitor.accept(idAt(slots, at));
      }
    }
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int at = 0; at < slots.length; at += WORDS) {
      if (slots[at + VALUE] != 0) {
        FileId pack = idAt(slots, at);
        put(larger, find(larger, pack), pack, slots[at + VALUE]);
      }
    }
    slots = larger;
  }

  /** Where a pack stands, or the free slot where it would. */
  private static int find(long[] table, FileId pack) {
    int mask = table.length / WORDS - 1;
    // Names are hashes already.
    int slot = (int) (pack.w0() ^ (pack.w0() >>> 32)) & mask;
    while (table[slot * WORDS + VALUE] != 0 && !idAt(table, slot * WORDS).equals(pack)) {
      slot = (slot + 1) & mask;
    }
    return slot * WORDS;
  }

  private static void put(long[] table, int at, FileId pack, long value) {
    table[at] = pack.w0();
    table[at + 1] = pack.w1();
    table[at + 2] = pack.w2();
    table[at + 3] = pack.w3();
    table[at + VALUE] = value;
  }

  private static FileId idAt(long[] table, int at) {
    return new FileId(table[at], table[at + 1], table[at + 2], table[at + 3]);
  }
}
