package dev.salvaguarda.repository.check;

import dev.salvaguarda.repository.index.BlobIndex;
import dev.salvaguarda.repository.model.BlobHandle;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who needs which blob: two bytes for each blob of the index, and one bit for the owner that is
 * being looked at. For many threads.
 */
final class BlobOwners {
  private static final short NOBODY = 0;
  private static final short SEVERAL = -1;

  private final BlobIndex index;
  private final short[] owners;
  private final BitSet ofCurrent;
  private short current = NOBODY;
  private long referenced;

  BlobOwners(BlobIndex index) {
    this.index = index;
    this.owners = new short[index.size()];
    this.ofCurrent = new BitSet(index.size());
  }

  /** What is needed from now on, the next owner needs. */
  synchronized void begin() {
    if (current == Short.MAX_VALUE) {
      throw new IllegalStateException("snapshots of more than %d owners".formatted(current));
    }
    current++;
    ofCurrent.clear();
    referenced = 0;
  }

  /** What the owner is known to need is asked for once more. */
  synchronized void forget() {
    ofCurrent.clear();
  }

  /** What the newest owner needs so far. */
  synchronized long referenced() {
    return referenced;
  }

  /** Notes that the newest owner needs a blob. */
  synchronized Need need(BlobHandle blob) {
    int number = index.numberOf(blob);
    if (number < 0) {
      return Need.MISSING;
    }
    if (ofCurrent.get(number)) {
      return Need.KNOWN;
    }
    ofCurrent.set(number);
    referenced += index.storedBytes(number);
    owners[number] = owners[number] == NOBODY ? current : SEVERAL;
    return Need.NEW;
  }

  /** What each owner alone needs, in the order in which they began, counted from 1. */
  synchronized Map<Short, Long> exclusive() {
    Map<Short, Long> sums = new TreeMap<>();
    for (int number = 0; number < owners.length; number++) {
      if (owners[number] > NOBODY) {
        var _ = sums.merge(owners[number], (long) index.storedBytes(number), Long::sum);
      }
    }
    return sums;
  }

  /** Whether a blob that is needed is there. */
  enum Need {
    /** It is, and nobody asked for it since the owner began. */
    NEW,
    /** It is, and the owner is known to need it. */
    KNOWN,
    /** No pack that is there holds it. */
    MISSING
  }
}
