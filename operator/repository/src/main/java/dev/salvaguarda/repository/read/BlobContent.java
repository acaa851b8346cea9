package dev.salvaguarda.repository.read;

import java.util.Arrays;

/**
 * The content of a blob, in memory that is used again: it is good until the next one is taken from
 * where this one came.
 */
public final class BlobContent {
  private final byte[] array;
  private final int offset;
  private final int length;

  BlobContent(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** Holds the content among others; not to be changed. */
  public byte[] array() {
    return array;
  }

  /** Where it begins. */
  public int offset() {
    return offset;
  }

  /** In bytes. */
  public int length() {
    return length;
  }

  /** A copy, which stays good. */
  public byte[] copy() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }
}
