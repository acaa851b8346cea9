package dev.salvaguarda.controller.adapter.cron;

import com.cronutils.model.field.expression.Always;
import com.cronutils.model.field.expression.And;
import com.cronutils.model.field.expression.Between;
import com.cronutils.model.field.expression.Every;
import com.cronutils.model.field.expression.FieldExpression;
import com.cronutils.model.field.expression.On;
import com.cronutils.model.field.value.FieldValue;
import dev.salvaguarda.domain.schedule.CronField;
import java.util.stream.IntStream;

/** The five fields, in the order of the expression, and how their parsed forms become values. */
enum FieldRange {
  MINUTE("minute", 0, 59, "0 to 59"),
  HOUR("hour", 0, 23, "0 to 23"),
  DAY_OF_MONTH("day of month", 1, 31, "1 to 31"),
  MONTH("month", 1, 12, "1 to 12, JAN to DEC"),
  DAY_OF_WEEK("day of week", 0, 6, "0 to 7 (0 and 7 are Sunday), SUN to SAT");

  private final String label;
  private final int min;
  private final int max;
  private final String allowed;

  FieldRange(String label, int min, int max, String allowed) {
    this.label = label;
    this.min = min;
    this.max = max;
    this.allowed = allowed;
  }

  String label() {
    return label;
  }

  String allowed() {
    return allowed;
  }

  CronField field(FieldExpression expression) {
    long bits = values(expression).mapToLong(v -> 1L << v).reduce(0, (a, b) -> a | b);
    return new CronField(bits, hasStar(expression));
  }

  private IntStream values(FieldExpression expression) {
    if (expression instanceof Always) {
      return IntStream.rangeClosed(min, max);
    }
    if (expression instanceof On on) {
      return IntStream.of(folded(on.getTime().getValue()));
    }
    if (expression instanceof And and) {
      return and.getExpressions().stream().flatMapToInt(this::values);
    }
    if (expression instanceof Between between) {
      return between(between, 1);
    }
    if (expression instanceof Every every) {
      return stepped(every);
    }
    throw new IllegalStateException("the Unix definition has no " + expression.getClass());
  }

  private IntStream stepped(Every every) {
    int step = every.getPeriod().getValue();
    if (every.getExpression() instanceof Between between) {
      return between(between, step);
    }
    int from = every.getExpression() instanceof On on ? folded(on.getTime().getValue()) : min;
    return IntStream.iterate(from, v -> v <= max, v -> v + step);
  }

  private IntStream between(Between between, int step) {
    int to = number(between.getTo());
    return IntStream.iterate(number(between.getFrom()), v -> v <= to, v -> v + step)
        .map(this::folded);
  }

  private int folded(int value) {
    return this == DAY_OF_WEEK ? value % 7 : value;
  }

  private static int number(FieldValue<?> value) {
    return ((Number) value.getValue()).intValue();
  }

  private static boolean hasStar(FieldExpression expression) {
    return expression instanceof Always
        || (expression instanceof Every every && every.getExpression() instanceof Always)
        || (expression instanceof And and
            && and.getExpressions().stream().anyMatch(FieldRange::hasStar));
  }
}
