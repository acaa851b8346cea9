package dev.salvaguarda.domain.message;

import dev.salvaguarda.domain.text.Sentence;
import java.util.regex.Pattern;

/** Makes values of others harmless, wherever they are put. */
final class PlainText {
  private static final int MAX_VALUE = 1024;
  private static final int MAX_SUBJECT = 180;

  /**
   * Characters without a shape of their own: marks of direction, joiners, tags, halves of pairs.
   */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cf}\\p{Cs}\\p{Co}\\p{Cn}]+");

  /** What some programs take for the end of a line although it is no control character. */
  private static final Pattern LINE_ENDS = Pattern.compile("[\\u0085\\u2028\\u2029]+");

  private PlainText() {}

  /** One line of at most 1,024 characters, in which every character can be seen. */
  static String ofValue(String text) {
    return Sentence.oneLine(visible(text), MAX_VALUE);
  }

  /** The same for a whole subject, which is a header of a mail. */
  static String ofSubject(String text) {
    return Sentence.oneLine(visible(text), MAX_SUBJECT);
  }

  private static String visible(String text) {
    return UNSEEN.matcher(LINE_ENDS.matcher(text).replaceAll(" ")).replaceAll("");
  }
}
