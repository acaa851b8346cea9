package dev.salvaguarda.repository.tree;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The form in which restic writes a name into JSON: a string literal of the Go language without its
 * quotation marks. Bytes that are not UTF-8 become {@code \xNN}, so every name survives.
 */
final class QuotedName {
  private static final HexFormat HEX = HexFormat.of();

  /** Escapes by letter, and the bytes they stand for at the same position. */
  private static final String LETTERS = "abfnrtv\\\"";

  private static final byte[] MEANT = {7, 8, 12, 10, 13, 9, 11, '\\', '"'};

  private QuotedName() {}

  static String quote(ByteString name) {
    byte[] bytes = name.unsafeBytes();
    if (isPlain(bytes)) {
      return new String(bytes, StandardCharsets.US_ASCII);
    }
    StringBuilder quoted = new StringBuilder(bytes.length + 16);
    for (int at = 0; at < bytes.length; ) {
      int length = sequenceLength(bytes, at);
      if (length == 0) {
        quoted.append("\\x").append(HEX.toHexDigits(bytes[at]));
        at++;
      } else {
        append(quoted, new String(bytes, at, length, StandardCharsets.UTF_8).codePointAt(0));
        at += length;
      }
    }
    return quoted.toString();
  }

  static ByteString unquote(String quoted) {
    if (quoted.indexOf('\\') < 0) {
      return ByteString.of(quoted);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(quoted.length());
    for (int at = 0; at < quoted.length(); ) {
      int end = quoted.indexOf('\\', at);
      if (end < 0) {
        end = quoted.length();
      }
      bytes.writeBytes(quoted.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end < quoted.length() ? unescape(quoted, end + 1, bytes) : end;
    }
    return ByteString.wrap(bytes.toByteArray());
  }

  private static boolean isPlain(byte[] bytes) {
    for (byte b : bytes) {
      if (b < ' ' || b == '"' || b == '\\' || b == 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static void append(StringBuilder quoted, int codePoint) {
    int letter = codePoint < 128 ? indexOfMeant(codePoint) : -1;
    if (letter >= 0) {
      quoted.append('\\').append(LETTERS.charAt(letter));
    } else if (isPrintable(codePoint)) {
      quoted.appendCodePoint(codePoint);
    } else if (codePoint < ' ' || codePoint == 0x7f) {
      quoted.append("\\x").append(HEX.toHexDigits((byte) codePoint));
    } else if (codePoint < 0x10000) {
      quoted.append("\\u").append(HEX.toHexDigits((char) codePoint));
    } else {
      quoted.append("\\U").append(HEX.toHexDigits(codePoint));
    }
  }

  private static int indexOfMeant(int codePoint) {
    for (int i = 0; i < MEANT.length; i++) {
      if (MEANT[i] == codePoint) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isPrintable(int codePoint) {
    if (codePoint < 128) {
      return codePoint >= ' ' && codePoint != 0x7f;
    }
    return switch (Character.getType(codePoint)) {
      case Character.UNASSIGNED,
          Character.CONTROL,
          Character.FORMAT,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Length of the UTF-8 sequence at this position, or 0 if there is none. */
  static int sequenceLength(byte[] bytes, int at) {
    int first = bytes[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > bytes.length) {
      return 0;
    }
    int second = bytes[at + 1] & 0xff;
    boolean overlongOrBeyond =
        (first == 0xe0 && second < 0xa0)
            || (first == 0xed && second > 0x9f)
            || (first == 0xf0 && second < 0x90)
            || (first == 0xf4 && second > 0x8f);
    if (overlongOrBeyond) {
      return 0;
    }
    for (int i = 1; i < length; i++) {
      if ((bytes[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return length;
  }

  /** Appends what stands behind a backslash; returns the position after it. */
  private static int unescape(String quoted, int at, ByteArrayOutputStream bytes) {
    char kind = at < quoted.length() ? quoted.charAt(at) : 0;
    int letter = LETTERS.indexOf(kind);
    if (letter >= 0) {
      bytes.write(MEANT[letter]);
      return at + 1;
    }
    if (kind >= '0' && kind <= '7') {
      bytes.write(number(quoted, at, 3, 8));
      return at + 3;
    }
    int digits =
        switch (kind) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> throw new IllegalArgumentException("a name has an unknown escape: " + quoted);
        };
    int value = number(quoted, at + 1, digits, 16);
    if (kind == 'x') {
      bytes.write(value);
    } else {
      bytes.writeBytes(Character.toString(value).getBytes(StandardCharsets.UTF_8));
    }
    return at + 1 + digits;
  }

  private static int number(String quoted, int at, int digits, int radix) {
    if (at + digits > quoted.length()) {
      throw new IllegalArgumentException("a name ends inside an escape: " + quoted);
    }
    return Integer.parseInt(quoted, at, at + digits, radix);
  }
}
