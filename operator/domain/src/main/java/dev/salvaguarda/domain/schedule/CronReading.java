package dev.salvaguarda.domain.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What became of reading a cron expression. */
public sealed interface CronReading {
  /** The expression is understood and comes due now and then. */
  record Understood(CronPattern pattern) implements CronReading {}

  /**
   * The expression is not understood, or never comes due.
   *
   * @param message a sentence that quotes the expression and says what is allowed
   */
  record Rejected(String message) implements CronReading {}

  /**
   * Reads an expression of exactly five fields as crontab(5) describes them: minute, hour, day of
   * month, month, day of week. Months and days have names, in either case. Sunday is 0 and 7, and
   * {@code SUN} is whichever of the two a range needs.
   */
  static CronReading of(String expression) {
    List<String> texts = expression.isBlank() ? List.of() : fields(expression);
    CronFieldText[] kinds = CronFieldText.values();
    if (texts.size() != kinds.length) {
      return new Rejected(
          "\"%s\" has %d field%s; a cron expression has exactly five: minute, hour, day of month, month, day of week."
              .formatted(expression, texts.size(), texts.size() == 1 ? "" : "s"));
    }
    List<CronField> fields = new ArrayList<>();
    for (int i = 0; i < kinds.length; i++) {
      CronFieldText kind = kinds[i];
      String text = texts.get(i);
      Optional<CronField> field = kind.read(text);
      if (field.isEmpty()) {
        return new Rejected(
            "\"%s\": the %s \"%s\" is not understood; allowed are %s, lists (1,3), ranges (1-5) and steps (*/2)."
                .formatted(expression, kind.label(), text, kind.allowed()));
      }
      fields.add(field.get());
    }
    CronPattern pattern =
        new CronPattern(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4));
    return pattern.comesDue()
        ? new Understood(pattern)
        : new Rejected(
            "\"%s\" never comes due: none of the months has such a day.".formatted(expression));
  }

  private static List<String> fields(String expression) {
    return List.of(expression.strip().split("\\s+", -1));
  }
}
