package dev.salvaguarda.controller.adapter.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.parser.CronParser;
import dev.salvaguarda.controller.port.CronReader;
import dev.salvaguarda.domain.schedule.CronField;
import dev.salvaguarda.domain.schedule.CronPattern;
import dev.salvaguarda.domain.schedule.CronReading;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads Unix cron expressions of five fields; names of months and days are understood. */
public final class UnixCronReader implements CronReader {
  private static final int FIELDS = 5;

  private final CronParser parser =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  @Override
  public CronReading read(String expression) {
    List<String> fields = Arrays.asList(expression.strip().split("\\s+", -1));
    if (fields.size() != FIELDS) {
      return new CronReading.Rejected(
          "\"%s\" has %d field%s; a cron expression has exactly five: minute, hour, day of month, month, day of week"
              .formatted(
                  expression,
                  expression.isBlank() ? 0 : fields.size(),
                  fields.size() == 1 && !expression.isBlank() ? "" : "s"));
    }
    Optional<Cron> cron = parse(String.join(" ", fields));
    if (cron.isEmpty()) {
      return new CronReading.Rejected(whichField(expression, fields));
    }
    CronPattern pattern = pattern(cron.get());
    return pattern.comesDue()
        ? new CronReading.Understood(pattern)
        : new CronReading.Rejected(
            "\"%s\" never comes due: none of the months has such a day".formatted(expression));
  }

  private Optional<Cron> parse(String expression) {
    try {
      return Optional.of(parser.parse(expression).validate());
    } catch (IllegalArgumentException rejected) {
      return Optional.empty();
    }
  }

  /** The library's message names no field, so each is tried among fields that are all right. */
  private String whichField(String expression, List<String> fields) {
    FieldRange[] ranges = FieldRange.values();
    for (int i = 0; i < FIELDS; i++) {
      String[] alone = {"*", "*", "*", "*", "*"};
      alone[i] = fields.get(i);
      if (parse(String.join(" ", alone)).isEmpty()) {
        return "\"%s\": the %s \"%s\" is not understood; allowed are %s, lists (1,3), ranges (1-5) and steps (*/2)"
            .formatted(expression, ranges[i].label(), fields.get(i), ranges[i].allowed());
      }
    }
    return "\"%s\" is not understood as a cron expression of five fields".formatted(expression);
  }

  private static CronPattern pattern(Cron cron) {
    return new CronPattern(
        field(cron, CronFieldName.MINUTE, FieldRange.MINUTE),
        field(cron, CronFieldName.HOUR, FieldRange.HOUR),
        field(cron, CronFieldName.DAY_OF_MONTH, FieldRange.DAY_OF_MONTH),
        field(cron, CronFieldName.MONTH, FieldRange.MONTH),
        field(cron, CronFieldName.DAY_OF_WEEK, FieldRange.DAY_OF_WEEK));
  }

  private static CronField field(Cron cron, CronFieldName name, FieldRange range) {
    return range.field(
        Objects.requireNonNull(cron.retrieveFieldsAsMap().get(name), name.name()).getExpression());
  }
}
