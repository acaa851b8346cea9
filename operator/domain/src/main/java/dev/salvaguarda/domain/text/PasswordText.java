package dev.salvaguarda.domain.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The password of a repository as it stands in a Secret or in a file made of it. Operator, worker
 * and restic must take the same bytes for the password, on the day of the restore at the latest: so
 * what restic would take for another one is refused. Restic decodes a text that begins with a byte
 * order mark, and leaves out all white space of Unicode at both ends.
 */
public sealed interface PasswordText {
  /** All readers agree on this password. */
  record Clear(String password) implements PasswordText {
    /** Never the password. */
    @Override
    public String toString() {
      return "[redacted]";
    }
  }

  /**
   * Readers would disagree, or there is nothing to read.
   *
   * @param why follows the name of the Secret or file in a sentence; never a part of the password
   */
  record Unclear(String why) implements PasswordText {}

  /** Reads the bytes; line breaks, tabs and blanks at both ends are an editor's and left out. */
  static PasswordText of(byte[] bytes) {
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
    String password = trimmed(text);
    if (password.isEmpty()) {
      return new Unclear("is empty");
    }
    if (isUnclear(password.codePointAt(0))
        || isUnclear(password.codePointBefore(password.length()))) {
      return new Unclear(
          "begins or ends with a character that can't be seen, such as a no-break space, which"
              + " programs treat in different ways");
    }
    return new Clear(password);
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
