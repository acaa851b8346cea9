package dev.salvaguarda.controller.adapter.cron;

import static org.assertj.core.api.Assertions.assertThat;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.salvaguarda.domain.schedule.CronPattern;
import dev.salvaguarda.domain.schedule.CronReading;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnixCronReaderTest {
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-11-23T12:00");

  private final UnixCronReader reader = new UnixCronReader();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 22 * * *        | 2026-11-23T22:00",
        "'  00  08 * * * ' | 2026-11-24T08:00",
        "*/7 * * * *       | 2026-11-23T12:07",
        "5/20 * * * *      | 2026-11-23T12:05",
        "10-50/20 13 * * * | 2026-11-23T13:10",
        "30 3 * * 0        | 2026-11-29T03:30",
        "30 3 * * 7        | 2026-11-29T03:30",
        "30 3 * * sun      | 2026-11-29T03:30",
        "0 0 * * FRI-SUN   | 2026-11-27T00:00",
        "0 0 * * 1-7       | 2026-11-24T00:00",
        "0 0 1 JAN,jul *   | 2027-01-01T00:00",
        "0 0 31 * *        | 2026-12-31T00:00",
        "0 0 29 2 *        | 2028-02-29T00:00",
        "0 0 25 * 4        | 2026-11-25T00:00",
        "0 0 */2 * 1       | 2026-12-07T00:00",
        "0 0 1-5,10 12 *   | 2026-12-01T00:00",
      })
  void understandsWhatUnixCronAllows(String expression, LocalDateTime next) {
    assertThat(pattern(expression).next(NOON)).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * *    | \"61 * * * *\": the minute \"61\" is not understood; allowed are 0 to 59,",
        "0 24 * * *    | \"0 24 * * *\": the hour \"24\" is not understood; allowed are 0 to 23,",
        "0 0 0 * *     | \"0 0 0 * *\": the day of month \"0\" is not understood; allowed are 1 to 31,",
        "0 0 L * *     | \"0 0 L * *\": the day of month \"L\" is not understood; allowed are 1 to 31,",
        "0 0 * 13 *    | \"0 0 * 13 *\": the month \"13\" is not understood; allowed are 1 to 12,",
        "0 0 * * 8     | \"0 0 * * 8\": the day of week \"8\" is not understood; allowed are 0 to 7",
        "0 0 * * 1#2   | \"0 0 * * 1#2\": the day of week \"1#2\" is not understood;",
        "*/0 * * * *   | \"*/0 * * * *\": the minute \"*/0\" is not understood;",
        "10-5 * * * *  | \"10-5 * * * *\": the minute \"10-5\" is not understood;",
        "@daily        | \"@daily\" has 1 field; a cron expression has exactly five:",
        "* * * * * *   | \"* * * * * *\" has 6 fields; a cron expression has exactly five:",
        "''            | \"\" has 0 fields; a cron expression has exactly five:",
        "0 0 31 2 *    | \"0 0 31 2 *\" never comes due: none of the months has such a day",
        "0 0 31 4,6 *  | \"0 0 31 4,6 *\" never comes due: none of the months has such a day",
      })
  void saysWhatIsWrongAndWhatIsAllowed(String expression, String beginning) {
    assertThat(reader.read(expression))
        .isInstanceOfSatisfying(
            CronReading.Rejected.class,
            rejected -> assertThat(rejected.message()).startsWith(beginning));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/15 * * * *",
        "7 */6 * * *",
        "0 22 * * 1-5",
        "30 3 1,15 * *",
        "0 0 31 * *",
        "59 23 * 2,12 *",
        "0 12 1-7 * *",
        "3-9/3 4,16 * * 6"
      })
  void agreesWithTheLibraryWhereNoClockChanges(String expression) {
    ExecutionTime library =
        ExecutionTime.forCron(
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(expression));
    CronPattern ours = pattern(expression);
    LocalDateTime at = NOON;
    for (int i = 0; i < 200; i++) {
      LocalDateTime theirs =
          library.nextExecution(at.atZone(ZoneOffset.UTC)).orElseThrow().toLocalDateTime();
      at = ours.next(at).orElseThrow();
      assertThat(at).isEqualTo(theirs);
    }
  }

  @Test
  void aStepOverHoursFollowsTheHoursAsTheyPassAndAListDoesNot() {
    assertThat(List.of("0 * * * *", "0 */2 * * *", "0 0-23 * * *"))
        .allMatch(expression -> pattern(expression).everyHour());
    assertThat(List.of("0 2 * * *", "0 0,12 * * *", "* 1-5 * * *"))
        .noneMatch(expression -> pattern(expression).everyHour());
  }

  private CronPattern pattern(String expression) {
    return switch (reader.read(expression)) {
      case CronReading.Understood(CronPattern pattern) -> pattern;
      case CronReading.Rejected(String message) -> throw new AssertionError(message);
    };
  }
}
