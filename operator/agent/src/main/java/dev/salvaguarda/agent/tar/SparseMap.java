package dev.salvaguarda.agent.tar;

import java.util.Arrays;

/**
 * Which pieces of a file are in its archive, in their order and apart from each other: the rest is
 * holes. Sixteen bytes a piece.
 */
public final class SparseMap {
  /** A file in more pieces is refused: the map of one is in memory. */
  static final int MOST_PIECES = 1 << 20;

  private final long[] pairs;
  private final int used;

  private SparseMap(long[] pairs, int used) {
    this.pairs = pairs;
    this.used = used;
  }

  /** All of a file in one piece. */
  static SparseMap whole(long size) {
    return new SparseMap(new long[] {0, size}, 2);
  }

  /** How many pieces. */
  public int pieces() {
    return used / 2;
  }

  /** Where a piece begins in the file. */
  public long offset(int piece) {
    return pairs[2 * piece];
  }

  /** How long it is; the last one may be empty. */
  public long length(int piece) {
    return pairs[2 * piece + 1];
  }

  /** Bytes that are in the archive. */
  public long stored() {
    long sum = 0;
    for (int piece = 0; piece < pieces(); piece++) {
      sum += length(piece);
    }
    return sum;
  }

  /** Collects numbers: offset, length, offset, length. */
  static final class Builder {
    private long[] pairs = new long[8];
    private int used;

    void add(long number) throws TarException {
      if (used == 2 * MOST_PIECES) {
        throw TarException.tooLarge("a file is in more than %d pieces".formatted(MOST_PIECES));
      }
      if (used == pairs.length) {
        pairs = Arrays.copyOf(pairs, 2 * used);
      }
      pairs[used++] = number;
    }

    boolean isEmpty() {
      return used == 0;
    }

    /** The map of a file of this size, if the numbers can be one. */
    SparseMap build(long size) throws TarException {
      long end = 0;
      boolean fits = used % 2 == 0;
      for (int at = 0; fits && at < used; at += 2) {
        fits =
            pairs[at] >= end
                && pairs[at] <= size
                && pairs[at + 1] >= 0
                && pairs[at + 1] <= size - pairs[at];
        end = fits ? pairs[at] + pairs[at + 1] : end;
      }
      if (!fits) {
        throw TarException.damaged("the pieces of a sparse file do not fit into it");
      }
      return new SparseMap(pairs, used);
    }
  }
}
