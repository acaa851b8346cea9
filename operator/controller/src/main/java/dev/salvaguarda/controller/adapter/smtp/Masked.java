package dev.salvaguarda.controller.adapter.smtp;

import java.util.regex.Pattern;

/** Words of others made fit for statuses and logs: no whole address, no control character. */
final class Masked {
  /** Characters of a text that are read: what looks for addresses takes the square of it. */
  static final int MOST_READ = 1000;

  private static final int LONGEST = 200;
  private static final Pattern ADDRESS =
      Pattern.compile("(?<first>[^\\s<>@\"(:])[^\\s<>@]*@(?<domain>[^\\s<>@,;:\")]*)");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

  private Masked() {}

  /** A text of any origin. */
  static String text(String text) {
    String read = read(text);
    String masked = ADDRESS.matcher(read).replaceAll("${first}…@${domain}");
    String line = CONTROL.matcher(masked).replaceAll(" ").strip();
    return line.length() <= LONGEST && read.length() == text.length()
        ? line
        : line.substring(0, Math.min(line.length(), LONGEST)) + "…";
  }

  /** Without the word that is cut: it may be the beginning of an address. */
  private static String read(String text) {
    if (text.length() <= MOST_READ) {
      return text;
    }
    int end = MOST_READ;
    while (end > 0 && !Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /** What should be one address, and may be anything. */
  static String address(String address) {
    String line = CONTROL.matcher(address).replaceAll(" ").strip();
    String first = line.isEmpty() ? "" : line.substring(0, line.offsetByCodePoints(0, 1));
    int at = line.lastIndexOf('@');
    String domain = at < 0 ? "" : line.substring(at);
    return first + "…" + (domain.length() <= LONGEST ? domain : "@…");
  }
}
