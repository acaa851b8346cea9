package dev.salvaguarda.repository.index;

import dev.salvaguarda.repository.file.SealedFiles;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.model.FileType;
import dev.salvaguarda.repository.port.ObjectStore;
import java.util.OptionalLong;

/**
 * The packs that the store really has, with their sizes, as one listing gave them: 24 bytes for a
 * pack in an open-addressing table that is three eighths to three quarters full. Of a name the
 * first 128 bits are kept: no two packs have the same, since names are SHA-256 hashes. For many
 * threads.
 */
public final class StoredPacks {
  /** Two words of a pack's name, and one for its size; 0 in the last means that a slot is free. */
  private static final int WORDS = 3;

  private static final int VALUE = 2;
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
    slots[at] = pack.w0();
    slots[at + 1] = pack.w1();
    slots[at + VALUE] = (bytes + 1) << 1;
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

  /** Whether the store had this pack, and no index was found to name it. */
  public synchronized boolean isUnlisted(FileId pack) {
    long value = slots[find(slots, pack) + VALUE];
    return value != 0 && (value & LISTED) == 0;
  }

  private void grow() {
    long[] larger = new long[Math.multiplyExact(slots.length, 2)];
    for (int at = 0; at < slots.length; at += WORDS) {
      if (slots[at + VALUE] != 0) {
        int to = find(larger, slots[at], slots[at + 1]);
        System.arraycopy(slots, at, larger, to, WORDS);
      }
    }
    slots = larger;
  }

  /** Where a pack stands, or the free slot where it would. */
  private static int find(long[] table, FileId pack) {
    return find(table, pack.w0(), pack.w1());
  }

  private static int find(long[] table, long w0, long w1) {
    int mask = table.length / WORDS - 1;
    // Names are hashes already.
    int at = ((int) (w0 ^ (w0 >>> 32)) & mask) * WORDS;
    while (table[at + VALUE] != 0 && (table[at] != w0 || table[at + 1] != w1)) {
      at = at + WORDS == table.length ? 0 : at + WORDS;
    }
    return at;
  }
}
