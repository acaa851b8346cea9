package dev.salvaguarda.domain.site;

/** Text as it stands in HTML and in XML, whatever it says. */
final class Markup {
  private static final int REPLACEMENT = 0xFFFD;

  private Markup() {}

  /** The same as text or as the value of a quoted attribute. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .map(Markup::allowed)
        .forEach(point -> {
          switch (point) {
            case '&' -> safe.append("&amp;");
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            case '\r' -> safe.append("&#13;");
            default -> safe.appendCodePoint(point);
          }
        });
    return safe.toString();
  }

  /** What neither knows is shown as a mark, and so are halves of pairs. */
  private static int allowed(int point) {
    boolean known =
        point == '\t'
            || point == '\n'
            || point == '\r'
            || (point >= 0x20 && point < 0x7F)
            || (point >= 0xA0 && point < 0xD800)
            || (point >= 0xE000 && point < 0xFDD0)
            || (point > 0xFDEF && (point & 0xFFFE) != 0xFFFE);
    return known && !isTurn(point) ? point : REPLACEMENT;
  }

  /** Marks that turn the direction in which what follows is read. */
  private static boolean isTurn(int point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
  }
}
