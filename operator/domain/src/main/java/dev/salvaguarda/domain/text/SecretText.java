package dev.salvaguarda.domain.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * What opens a repository, its password or a key of S3, as it stands in a Secret or in a file made
 * of it. Operator, worker and restic must take the same bytes for it, on the day of the restore at
 * the latest: so what restic would take for something else is refused. Restic decodes a text that
 * begins with a byte order mark, and leaves out all white space of Unicode at both ends.
 */
public sealed interface SecretText {
  /** There is nothing but white space. */
  Unclear EMPTY = new Unclear("is empty");

  /** All readers agree on this text. */
  record Clear(String text) implements SecretText {
    /** Never the text. */
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * Readers would disagree, or there is nothing to read.
   *
   * @param why follows the name of the Secret or file in a sentence; never a part of the secret
   */
  record Unclear(String why) implements SecretText {}

  /** Reads the bytes; line breaks, tabs and blanks at both ends are an editor's and left out. */
  static SecretText of(byte[] bytes) {
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)
        || startsWith(bytes, 0xFE, 0xFF)
        || startsWith(bytes, 0xFF, 0xFE)) {
      return new Unclear("begins with a byte order mark: save it as UTF-8 without one");
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      return new Unclear("is not UTF-8");
    }
    String secret = trimmed(text);
    if (secret.isEmpty()) {
      return EMPTY;
    }
    if (isUnclear(secret.codePointAt(0)) || isUnclear(secret.codePointBefore(secret.length()))) {
      return new Unclear(
          "begins or ends with a character that can't be seen, such as a no-break space, which"
              + " programs treat in different ways");
    }
    return new Clear(secret);
  }

  /** The same for what has one line, such as the keys of S3, which travel in headers. */
  static SecretText ofOneLine(byte[] bytes) {
    SecretText read = of(bytes);
    return read instanceof Clear(String text) && text.chars().anyMatch(Character::isISOControl)
        ? new Unclear("has a line break or another control character inside")
        : read;
  }

  private static boolean startsWith(byte[] bytes, int... mark) {
    if (bytes.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((bytes[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static String trimmed(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isOfAnEditor(text.charAt(from))) {
      from++;
    }
    while (from < to && isOfAnEditor(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isOfAnEditor(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isUnclear(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.FORMAT;
  }
}
