package dev.salvaguarda.domain.quantity;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations such as {@code 90s}, {@code 1h30m} or {@code 14d}. */
public final class DurationText {
  private static final Pattern TEXT =
      Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,6})h)?(?:(\\d{1,6})m)?(?:(\\d{1,6})s)?");

  private DurationText() {}

  /** The duration, a day being 24 hours; empty if the text is none. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (text.isEmpty() || !matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofDays(part(matcher, 1))
            .plusHours(part(matcher, 2))
            .plusMinutes(part(matcher, 3))
            .plusSeconds(part(matcher, 4)));
  }

  /** The shortest such text, in whole seconds; {@code 0s} for none, with a minus if negative. */
  public static String of(Duration duration) {
    if (duration.isNegative()) {
      return "-" + of(duration.negated());
    }
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), 'd');
    append(text, duration.toHoursPart(), 'h');
    append(text, duration.toMinutesPart(), 'm');
    append(text, duration.toSecondsPart(), 's');
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static long part(Matcher matcher, int group) {
    String digits = matcher.group(group);
    return digits == null ? 0 : Long.parseLong(digits);
  }

  private static void append(StringBuilder text, long amount, char unit) {
    if (amount > 0) {
      text.append(amount).append(unit);
    }
  }
}
