package dev.salvaguarda.agent.database;

import dev.salvaguarda.domain.text.Sentence;
import java.util.regex.Pattern;

/**
 * What a server or a program of it said, made fit for a message: in one line, bounded, and without
 * the passwords that addresses of other servers may hold.
 */
public final class ServerWords {
  private static final int LIMIT = 300;
  private static final Pattern ADDRESS_WITH_PASSWORD = Pattern.compile("(://[^\\s/:@]*):[^\\s@]*@");

  private ServerWords() {}

  /** The words, without a full stop at the end. */
  public static String of(String text) {
    String line = Sentence.oneLine(withoutPasswords(text), LIMIT);
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  /** The text with the passwords of addresses such as {@code mysql://name:password@host} hidden. */
  public static String withoutPasswords(String text) {
    return ADDRESS_WITH_PASSWORD.matcher(text).replaceAll("$1:[redacted]@");
  }
}
