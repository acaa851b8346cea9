package dev.salvaguarda.repository.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Conversions between 32-byte identifiers, their hexadecimal form, and four longs. */
final class IdBytes {
  static final int LENGTH = 32;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private IdBytes() {}

  static long word(byte[] bytes, int offset, int index) {
    return (long) LONGS.get(bytes, offset + index * Long.BYTES);
  }

  static void put(byte[] target, int offset, long w0, long w1, long w2, long w3) {
    LONGS.set(target, offset, w0);
    LONGS.set(target, offset + 8, w1);
    LONGS.set(target, offset + 16, w2);
    LONGS.set(target, offset + 24, w3);
  }

  static String hex(long w0, long w1, long w2, long w3) {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(w0)
        + format.toHexDigits(w1)
        + format.toHexDigits(w2)
        + format.toHexDigits(w3);
  }

  static byte[] parse(String hex) {
    if (hex.length() != 2 * LENGTH) {
      throw new IllegalArgumentException(
          "an identifier has 64 hexadecimal digits, but this one has " + hex.length());
    }
    return HexFormat.of().parseHex(hex);
  }

  static byte[] sha256(byte[] content, int offset, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content, offset, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
