package dev.salvaguarda.repository.chunk;

/** How a stream is cut into chunks. */
public sealed interface Chunking {

  /** 16 KiB on average, at line ends: rows of an SQL dump change in many places. */
  Chunking SQL = new ContentDefined(16 << 10, true);

  /**
   * 8 KiB on average, at line ends: stores less where updates are scattered over a whole table, and
   * more where rows are only added.
   */
  Chunking SQL_FINE = new ContentDefined(8 << 10, true);

  /** 1 MiB on average, as restic cuts files. */
  Chunking FILES = new ContentDefined(1 << 20, false);

  /**
   * The chunker for the chunk that begins at {@code offset} of its stream. Asking again for each
   * chunk costs nothing.
   */
  Chunker at(long offset, CutSecret secret);

  /** No chunk that begins below {@code length} is longer than this, in bytes. */
  int maxSize(long length);

  /**
   * Cuts where the content says so: an insertion changes the chunks around it and no others.
   *
   * <p>The average doubles each time the stream doubles beyond {@value #GROWTH_AFTER_CHUNKS}
   * chunks, up to {@value #LARGEST_GROWN_TARGET} bytes, so that the list of a stream's blobs stays
   * small however long the stream is.
   *
   * <p>Where chunks end must never change: a repository would store everything anew.
   *
   * @param targetSizeBytes average size of a chunk, a power of two between 4 KiB and 4 MiB; no
   *     chunk but the last is shorter than a quarter of it, and none is longer than four times
   * @param atLineEnds whether a chunk goes on to the end of the line in which the content would cut
   *     it, if that is within an eighth of the target and the chunk may be so long: a row that
   *     changed is then in one chunk
   */
  record ContentDefined(int targetSizeBytes, boolean atLineEnds) implements Chunking {
    static final int GROWTH_AFTER_CHUNKS = 1 << 18;
    static final int LARGEST_TARGET = 1 << 22;
    static final int LARGEST_GROWN_TARGET = 1 << 20;

    public ContentDefined {
      if (Integer.bitCount(targetSizeBytes) != 1
          || targetSizeBytes < 4 << 10
          || targetSizeBytes > LARGEST_TARGET) {
        throw new IllegalArgumentException(
            "targetSizeBytes must be a power of two from 4096 to 4194304, but is "
                + targetSizeBytes);
      }
    }

    @Override
    public Chunker at(long offset, CutSecret secret) {
      return new GearChunker(targetAt(offset), atLineEnds, secret.gear());
    }

    @Override
    public int maxSize(long length) {
      return GearChunker.maxSize(targetAt(length));
    }

    private int targetAt(long offset) {
      long target = targetSizeBytes;
      long limit = target * GROWTH_AFTER_CHUNKS;
      while (offset >= limit && target < LARGEST_GROWN_TARGET) {
        target *= 2;
        limit *= 2;
      }
      return (int) target;
    }
  }

  /**
   * Cuts at multiples of a size: block {@code n} of a disk is chunk {@code n}, whatever order it
   * came in.
   *
   * @param sizeBytes of every chunk but the last, from 512 bytes to 8 MiB
   */
  record Fixed(int sizeBytes) implements Chunking, Chunker {
    public Fixed {
      if (sizeBytes < 512 || sizeBytes > 8 << 20) {
        throw new IllegalArgumentException(
            "sizeBytes must be from 512 to 8388608, but is " + sizeBytes);
      }
    }

    @Override
    public Chunker at(long offset, CutSecret secret) {
      return this;
    }

    @Override
    public int maxSize(long length) {
      return sizeBytes;
    }

    @Override
    public int maxSize() {
      return sizeBytes;
    }

    @Override
    public int cut(byte[] bytes, int from, int to) {
      if (from >= to) {
        throw new IllegalArgumentException("there are no bytes from " + from + " to " + to);
      }
      return Math.min(sizeBytes, to - from);
    }
  }
}
