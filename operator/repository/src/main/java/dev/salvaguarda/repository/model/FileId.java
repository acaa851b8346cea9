package dev.salvaguarda.repository.model;

/**
 * Identifier of a stored file (pack, index, snapshot, key, lock): the SHA-256 of its stored bytes.
 *
 * <p>Kept as four longs in big-endian order, so that millions of them stay small.
 */
public record FileId(long w0, long w1, long w2, long w3) implements Comparable<FileId> {
  /** Bytes of an identifier. */
  public static final int LENGTH = IdBytes.LENGTH;

  /** Reads the 32 bytes at {@code offset}. */
  public static FileId at(byte[] bytes, int offset) {
    return new FileId(
        IdBytes.word(bytes, offset, 0),
        IdBytes.word(bytes, offset, 1),
        IdBytes.word(bytes, offset, 2),
        IdBytes.word(bytes, offset, 3));
  }

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException if these are not 64 hexadecimal digits
   */
  public static FileId parse(String hex) {
    return at(IdBytes.parse(hex), 0);
  }

  /** The identifier of {@code length} bytes of content: their SHA-256. */
  public static FileId ofContent(byte[] content, int offset, int length) {
    return at(IdBytes.sha256(content, offset, length), 0);
  }

  /** Writes the 32 bytes to {@code target} at {@code offset}. */
  public void writeTo(byte[] target, int offset) {
    IdBytes.put(target, offset, w0, w1, w2, w3);
  }

  /** The first eight hexadecimal digits, as people know it from listings. */
  public String abbreviated() {
    return toString().substring(0, 8);
  }

  @Override
  public int compareTo(FileId other) {
    int first = Long.compareUnsigned(w0, other.w0);
    int second = first != 0 ? first : Long.compareUnsigned(w1, other.w1);
    int third = second != 0 ? second : Long.compareUnsigned(w2, other.w2);
    return third != 0 ? third : Long.compareUnsigned(w3, other.w3);
  }

  /** The 64 hexadecimal digits, lower case. */
  @Override
  public String toString() {
    return IdBytes.hex(w0, w1, w2, w3);
  }
}
