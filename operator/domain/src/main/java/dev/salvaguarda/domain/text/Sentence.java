package dev.salvaguarda.domain.text;

import java.util.regex.Pattern;

/**
 * Makes a text fit into status, Events and logs. Lengths are counted in {@code char}s; what was
 * left out is marked by one {@code …}, which counts, too. No character is cut in two.
 */
public final class Sentence {
  private static final String MARK = "…";
  private static final Pattern BREAKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private Sentence() {}

  /** The text in one line: line breaks, tabs and control characters become single spaces. */
  public static String oneLine(String text) {
    return BREAKS.matcher(text).replaceAll(" ").strip();
  }

  /** The text in one line of at most {@code limit} characters, cut in the middle. */
  public static String oneLine(String text, int limit) {
    return cutInTheMiddle(oneLine(text), limit);
  }

  /**
   * The text's beginning in at most {@code limit} characters.
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  public static String cut(String text, int limit) {
    return shortened(text, limit, limit - MARK.length());
  }

  /**
   * The text's beginning and end in at most {@code limit} characters: the last part of a path says
   * most, and the cause stands at the end of a message.
   *
   * @throws IllegalArgumentException if {@code limit} is less than 1
   */
  public static String cutInTheMiddle(String text, int limit) {
    return shortened(text, limit, limit / 2);
  }

  private static String shortened(String text, int limit, int headRoom) {
    if (limit < MARK.length()) {
      throw new IllegalArgumentException("no text fits in %d characters".formatted(limit));
    }
    if (text.length() <= limit) {
      return text;
    }
    int head = splits(text, headRoom) ? headRoom - 1 : headRoom;
    int tail = text.length() - (limit - MARK.length() - headRoom);
    if (splits(text, tail)) {
      tail++;
    }
    return text.substring(0, head) + MARK + text.substring(tail);
  }

  /** Whether the place lies between the two halves of one character. */
  private static boolean splits(String text, int at) {
    return at > 0
        && at < text.length()
        && Character.isHighSurrogate(text.charAt(at - 1))
        && Character.isLowSurrogate(text.charAt(at));
  }
}
