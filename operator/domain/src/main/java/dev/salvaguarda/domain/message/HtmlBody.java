package dev.salvaguarda.domain.message;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page for mail programs, made of a frozen plain text by its form alone: paragraphs, {@code
 * label: value} lines as a table, lines that begin with a hyphen as a list, lines with four blanks
 * before them as a command. The same text gives the same page. It loads nothing and asks for
 * nothing, reads well on a narrow screen, and follows a reader's dark mode. Whatever the text says
 * is text in it.
 */
public final class HtmlBody {
  private static final Pattern LABELLED = Pattern.compile("(\\p{L}[^:{}]{0,47}): (\\S.*)");
  private static final String MARGIN = "    ";
  private static final String BULLET = "- ";

  private static final String STYLE =
      """
      body{margin:0;padding:16px;background:#fff;color:#1f2328;font:16px/1.5 -apple-system,"Segoe UI",Roboto,Arial,sans-serif}
      main{max-width:640px;margin:0 auto;overflow-wrap:anywhere}
      h1{font-size:20px;line-height:1.3;margin:0 0 16px}
      p,ul,table,pre{margin:0 0 16px}
      ul{padding-left:20px}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:4px 0;border-bottom:1px solid #d8dee4}
      th{font-weight:600;width:38%;padding-right:12px;overflow-wrap:break-word}
      pre{white-space:pre-wrap;background:#f1f3f5;border-radius:6px;padding:10px;font:14px/1.4 ui-monospace,Menlo,Consolas,monospace}
      @media (prefers-color-scheme:dark){body{background:#15191e;color:#e6e9ec}th,td{border-color:#3a424b}pre{background:#232a31}}
      """;

  private HtmlBody() {}

  /**
   * The whole page, in UTF-8.
   *
   * @param language of the text, a BCP 47 tag
   */
  public static String of(Rendered text, String language) {
    StringBuilder page = new StringBuilder();
    page.append("<!DOCTYPE html>\n<html lang=\"")
        .append(escaped(language))
        .append("\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(escaped(text.subject()))
        .append("</title>\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<main>\n<h1>")
        .append(escaped(text.subject()))
        .append("</h1>\n");
    for (String block : text.body().strip().split("\\n\\n+", -1)) {
      block(block.lines().toList(), page);
    }
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private static void block(List<String> lines, StringBuilder page) {
    int at = 0;
    while (at < lines.size()) {
      Kind kind = Kind.of(lines.get(at));
      List<String> alike = new ArrayList<>();
      while (at < lines.size() && Kind.of(lines.get(at)) == kind) {
        alike.add(lines.get(at++));
      }
      boolean isSentence = kind == Kind.FIELD && alike.size() == 1;
      (isSentence ? Kind.TEXT : kind).write(alike, at < lines.size(), page);
    }
  }

  /** What a line is, by its form. */
  private enum Kind {
    COMMAND,
    ITEM,
    FIELD,
    TEXT;

    static Kind of(String line) {
      if (line.startsWith(MARGIN)) {
        return COMMAND;
      }
      if (line.startsWith(BULLET)) {
        return ITEM;
      }
      return LABELLED.matcher(line).matches() ? FIELD : TEXT;
    }

    void write(List<String> lines, boolean isHeading, StringBuilder page) {
      switch (this) {
        case COMMAND ->
            lines.forEach(
                line -> page.append("<pre>").append(escaped(line.strip())).append("</pre>\n"));
        case ITEM -> {
          page.append("<ul>\n");
          lines.forEach(line ->
              page.append("<li>")
                  .append(escaped(line.substring(BULLET.length())))
                  .append("</li>\n"));
          page.append("</ul>\n");
        }
        case FIELD -> {
          page.append("<table>\n");
          lines.forEach(line -> field(line, page));
          page.append("</table>\n");
        }
        case TEXT -> {
          String text = String.join("<br>\n", lines.stream().map(HtmlBody::escaped).toList());
          page.append(isHeading ? "<p style=\"margin-bottom:6px\"><strong>" : "<p>")
              .append(text)
              .append(isHeading ? "</strong></p>\n" : "</p>\n");
        }
      }
    }
  }

  private static void field(String line, StringBuilder page) {
    Matcher parts = LABELLED.matcher(line);
    if (parts.matches()) {
      page.append("<tr><th scope=\"row\">")
          .append(escaped(parts.group(1)))
          .append("</th><td>")
          .append(escaped(parts.group(2)))
          .append("</td></tr>\n");
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
