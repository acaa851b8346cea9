package dev.salvaguarda.controller.adapter.smtp;

import java.util.regex.Pattern;

/** Words of others made fit for statuses and logs: no whole address, no control character. */
final class Masked {
  private static final int LONGEST = 200;
  private static final Pattern ADDRESS =
      Pattern.compile("(?<first>[^\\s<>@\"(:])[^\\s<>@]*@(?<domain>[^\\s<>@,;:\")]*)");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\s]+");

  private Masked() {}

  /** A text of any origin. */
  static String text(String text) {
    String masked = ADDRESS.matcher(text).replaceAll("${first}…@${domain}");
    String line = CONTROL.matcher(masked).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
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
