package dev.salvaguarda.agent.database;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first two numbers of a version.
 *
 * @param major first number
 * @param minor second number; 0 where there is none
 */
public record VersionNumber(int major, int minor) implements Comparable<VersionNumber> {
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,4})(?:\\.(\\d{1,4}))?");
  private static final Comparator<VersionNumber> ORDER =
      Comparator.comparingInt(VersionNumber::major).thenComparingInt(VersionNumber::minor);

  /** The first version number in the text. */
  public static Optional<VersionNumber> firstIn(String text) {
    return from(NUMBERS.matcher(text));
  }

  /** The first version number after the marker. */
  public static Optional<VersionNumber> after(String marker, String text) {
    int at = text.indexOf(marker);
    return at < 0 ? Optional.empty() : firstIn(text.substring(at + marker.length()));
  }

  private static Optional<VersionNumber> from(Matcher matcher) {
    if (!matcher.find()) {
      return Optional.empty();
    }
    String minor = matcher.group(2);
    return Optional.of(
        new VersionNumber(
            Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor)));
  }

  @Override
  public int compareTo(VersionNumber other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
