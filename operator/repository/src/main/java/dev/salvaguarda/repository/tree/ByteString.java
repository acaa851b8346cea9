package dev.salvaguarda.repository.tree;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes that a file system calls a name, a link's target or an attribute's value. Mostly UTF-8, but
 * nothing promises it. Ordered by unsigned bytes, as restic orders the names in a tree.
 */
public final class ByteString implements Comparable<ByteString> {
  private final byte[] bytes;

  private ByteString(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The UTF-8 form of the text. */
  public static ByteString of(String text) {
    return new ByteString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Takes a copy of the bytes. */
  public static ByteString of(byte[] bytes) {
    return new ByteString(bytes.clone());
  }

  /** Takes over the bytes, which nobody else may change afterwards. */
  static ByteString wrap(byte[] bytes) {
    return new ByteString(bytes);
  }

  /** Number of bytes. */
  public int length() {
    return bytes.length;
  }

  /** A copy of the bytes. */
  public byte[] toByteArray() {
    return bytes.clone();
  }

  byte[] unsafeBytes() {
    return bytes;
  }

  /** Whether the bytes are UTF-8, so that {@link #toString()} loses nothing. */
  public boolean isUtf8() {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }

  @Override
  public int compareTo(ByteString other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteString that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /**
   * The text, with one U+FFFD in place of each byte that is not UTF-8. That is what restic, being
   * written in Go, makes of a link's target; Java by itself would put one in place of several.
   */
  @Override
  public String toString() {
    if (isUtf8()) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    StringBuilder text = new StringBuilder(bytes.length);
    for (int at = 0; at < bytes.length; ) {
      int length = QuotedName.sequenceLength(bytes, at);
      text.append(length == 0 ? "\ufffd" : new String(bytes, at, length, StandardCharsets.UTF_8));
      at += Math.max(length, 1);
    }
    return text.toString();
  }
}
