package dev.salvaguarda.repository.tree;

import dev.salvaguarda.repository.model.BlobId;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The blobs of a file in their order, 32 bytes each: a big file has hundreds of thousands. */
public final class BlobIds implements Iterable<BlobId> {
  private static final int WORDS = 4;
  private static final BlobIds EMPTY = new BlobIds(new long[0]);

  private final long[] words;

  private BlobIds(long[] words) {
    this.words = words;
  }

  /** These blobs in this order. */
  public static BlobIds of(Iterable<BlobId> ids) {
    Builder builder = new Builder();
    ids.forEach(builder::add);
    return builder.build();
  }

  /** The content of an empty file. */
  public static BlobIds empty() {
    return EMPTY;
  }

  /** Number of blobs. */
  public int size() {
    return words.length / WORDS;
  }

  /** The blob at a position counted from 0. */
  public BlobId get(int index) {
    int at = index * WORDS;
    return new BlobId(words[at], words[at + 1], words[at + 2], words[at + 3]);
  }

  @Override
  public Iterator<BlobId> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public BlobId next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return get(next++);
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlobIds that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  @Override
  public String toString() {
    return size() + " blobs";
  }

  /** Collects blobs one after the other. */
  public static final class Builder {
    private long[] words = new long[WORDS];
    private int used;

    /** Appends a blob. */
    public Builder add(BlobId id) {
      if (used == words.length) {
        words = Arrays.copyOf(words, words.length * 2);
      }
      words[used] = id.w0();
      words[used + 1] = id.w1();
      words[used + 2] = id.w2();
      words[used + 3] = id.w3();
      used += WORDS;
      return this;
    }

    /** What was appended so far. */
    public BlobIds build() {
      return used == 0 ? EMPTY : new BlobIds(Arrays.copyOf(words, used));
    }
  }
}
