package dev.salvaguarda.domain.site;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A JSON value that is written for programs and still reads well. */
sealed interface Json {
  /** A text. */
  record Text(String text) implements Json {}

  /** A whole number. */
  record Whole(long number) implements Json {}

  /** Values in an order. */
  record Items(List<? extends Json> items) implements Json {}

  /** Values by name, in the order in which they are written. */
  record Fields(List<Field> fields) implements Json {
    static Fields none() {
      return new Fields(List.of());
    }

    Fields with(String name, Json value) {
      List<Field> more = new ArrayList<>(fields);
      more.add(new Field(name, value));
      return new Fields(List.copyOf(more));
    }

    Fields with(String name, String text) {
      return with(name, new Text(text));
    }
  }

  /** One of them. */
  record Field(String name, Json value) {}

  /** The whole document. */
  default String document() {
    StringBuilder out = new StringBuilder();
    write(out, "");
    return out.append('\n').toString();
  }

  private void write(StringBuilder out, String margin) {
    String inner = margin + "  ";
    switch (this) {
      case Text(String text) -> quoted(text, out);
      case Whole(long number) -> out.append(number);
      case Items(List<? extends Json> items) when items.isEmpty() -> out.append("[]");
      case Items(List<? extends Json> items) -> {
        String before = "[\n";
        for (Json item : items) {
          out.append(before).append(inner);
          item.write(out, inner);
          before = ",\n";
        }
        out.append('\n').append(margin).append(']');
      }
      case Fields(List<Field> fields) -> {
        String before = "{\n";
        for (Field field : fields) {
          out.append(before).append(inner);
          quoted(field.name(), out);
          field.value().write(out.append(": "), inner);
          before = ",\n";
        }
        out.append('\n').append(margin).append('}');
      }
    }
  }

  /** Nothing in it means anything to HTML or to JavaScript, should a page copy it. */
  private static void quoted(String text, StringBuilder out) {
    out.append('"');
    text.codePoints()
        .forEach(point -> {
          switch (point) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '<', '>', '&', 0x2028, 0x2029 -> escaped(point, out);
            default -> {
              if (point < 0x20 || (point >= 0x7F && point < 0xA0)) {
                escaped(point, out);
              } else {
                boolean isHalfAPair =
                    point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
                out.appendCodePoint(isHalfAPair ? 0xFFFD : point);
              }
            }
          }
        });
    out.append('"');
  }

  private static void escaped(int point, StringBuilder out) {
    out.append(String.format(Locale.ROOT, "\\u%04x", point));
  }
}
