package dev.salvaguarda.domain.schedule;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How each field is written, in the order of an expression: a list of parts with commas between
 * them, each {@code *}, a value or a range, with a step after a slash or without.
 */
enum CronFieldText {
  MINUTE("minute", 0, 59, "0 to 59", ""),
  HOUR("hour", 0, 23, "0 to 23", ""),
  DAY_OF_MONTH("day of month", 1, 31, "1 to 31", ""),
  MONTH("month", 1, 12, "1 to 12, JAN to DEC", "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
  DAY_OF_WEEK(
      "day of week",
      0,
      7,
      "0 to 7 (0 and 7 are Sunday), SUN to SAT",
      "SUN MON TUE WED THU FRI SAT");

  private static final Pattern PART =
      Pattern.compile("(?:\\*|(\\w{1,3})(?:-(\\w{1,3}))?)(?:/(\\d{1,3}))?");
  private static final int SUNDAY_AT_THE_END = 7;

  private final String label;
  private final int min;
  private final int max;
  private final String allowed;

  /** With blanks between them; the first is the smallest value. */
  private final String names;

  CronFieldText(String label, int min, int max, String allowed, String names) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.allowed = allowed;
    this.names = names;
  }

  /** What it is called in a sentence. */
  String label() {
    return label;
  }

  /** The values it may have, for a sentence. */
  String allowed() {
    return allowed;
  }

  /** The field; empty if the text can't be understood. */
  Optional<CronField> read(String text) {
    long bits = 0;
    boolean star = false;
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part);
      long more = matcher.matches() ? bits(matcher) : 0;
      if (more == 0) {
        return Optional.empty();
      }
      bits |= more;
      star |= part.startsWith("*");
    }
    return Optional.of(new CronField(bits, star));
  }

  /** The values of one part; none if it can't be understood. */
  private long bits(Matcher part) {
    int step = part.group(3) == null ? 1 : Integer.parseInt(part.group(3));
    OptionalInt from = part.group(1) == null ? OptionalInt.of(min) : number(part.group(1));
    OptionalInt to = end(part, from);
    if (step == 0 || from.isEmpty() || to.isEmpty()) {
      return 0;
    }
    long bits = 0;
    for (int value = from.getAsInt(); value <= to.getAsInt(); value += step) {
      bits |= 1L << (this == DAY_OF_WEEK ? value % SUNDAY_AT_THE_END : value);
    }
    return bits;
  }

  private OptionalInt end(Matcher part, OptionalInt from) {
    String last = part.group(2);
    if (last != null) {
      boolean sundayEnds = this == DAY_OF_WEEK && last.equalsIgnoreCase("SUN");
      return sundayEnds && !from.equals(OptionalInt.of(min))
          ? OptionalInt.of(SUNDAY_AT_THE_END)
          : number(last);
    }
    boolean single = part.group(1) != null && part.group(3) == null;
    return single ? from : OptionalInt.of(this == DAY_OF_WEEK ? SUNDAY_AT_THE_END - 1 : max);
  }

  private OptionalInt number(String text) {
    int name = List.of(names.split(" ", -1)).indexOf(text.toUpperCase(Locale.ROOT));
    if (name >= 0) {
      return OptionalInt.of(name + min);
    }
    if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalInt.empty();
    }
    int value = Integer.parseInt(text);
    return value < min || value > max ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
