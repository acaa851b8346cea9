package dev.salvaguarda.domain.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronReadingTest {
  private static final LocalDateTime NOON = LocalDateTime.parse("2026-11-23T12:00");

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
        "0 0 * * 1-7       | 2026-11-24T00:00",
        "0 0 1 JAN,jul *   | 2027-01-01T00:00",
        "0 0 31 * *        | 2026-12-31T00:00",
        "0 0 29 2 *        | 2028-02-29T00:00",
        "0 0 25 * 4        | 2026-11-25T00:00",
        "0 0 */2 * 1       | 2026-12-07T00:00",
        "0 0 1-5,10 12 *   | 2026-12-01T00:00",
      })
  void understandsWhatCrontabAllows(String expression, LocalDateTime next) {
    assertThat(pattern(expression).next(NOON)).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SUN-SAT   | 0,1,2,3,4,5,6",
        "SUN-TUE   | 0,1,2",
        "sun-Sun   | 0",
        "FRI-SUN   | 0,5,6",
        "Sat-7     | 0,6",
        "0-7       | 0,1,2,3,4,5,6",
        "7         | 0",
        "MON-FRI/2 | 1,3,5",
        "*/3       | 0,3,6",
        "4/1       | 4,5,6",
        "TUE,7,6-7 | 0,2,6",
      })
  void sundayIsTheFirstDayAndTheLast(String days, String numbers) {
    assertThat(
            pattern("0 0 * * " + days).daysOfWeek().stream()
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",")))
        .isEqualTo(numbers);
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
        "0 0 * MON *   | \"0 0 * MON *\": the month \"MON\" is not understood; allowed are 1 to 12,",
        "0 0 * * 8     | \"0 0 * * 8\": the day of week \"8\" is not understood; allowed are 0 to 7",
        "0 0 * * 1#2   | \"0 0 * * 1#2\": the day of week \"1#2\" is not understood;",
        "0 0 * * SAT-MON | \"0 0 * * SAT-MON\": the day of week \"SAT-MON\" is not understood;",
        "0 0 * * 6-0   | \"0 0 * * 6-0\": the day of week \"6-0\" is not understood;",
        "*/0 * * * *   | \"*/0 * * * *\": the minute \"*/0\" is not understood;",
        "*-5 * * * *   | \"*-5 * * * *\": the minute \"*-5\" is not understood;",
        "1,,2 * * * *  | \"1,,2 * * * *\": the minute \"1,,2\" is not understood;",
        "-1 * * * *    | \"-1 * * * *\": the minute \"-1\" is not understood;",
        "? * * * *     | \"? * * * *\": the minute \"?\" is not understood;",
        "10-5 * * * *  | \"10-5 * * * *\": the minute \"10-5\" is not understood;",
        "@daily        | \"@daily\" has 1 field; a cron expression has exactly five:",
        "* * * * * *   | \"* * * * * *\" has 6 fields; a cron expression has exactly five:",
        "''            | \"\" has 0 fields; a cron expression has exactly five:",
        "0 0 31 2 *    | \"0 0 31 2 *\" never comes due: none of the months has such a day.",
        "0 0 31 4,6 *  | \"0 0 31 4,6 *\" never comes due: none of the months has such a day.",
      })
  void saysWhatIsWrongAndWhatIsAllowed(String expression, String beginning) {
    assertThat(CronReading.of(expression))
        .isInstanceOfSatisfying(
            CronReading.Rejected.class,
            rejected -> assertThat(rejected.message()).startsWith(beginning).endsWith("."));
  }

  @Property
  void aListAllowsWhatItsPartsAllow(@ForAll("minuteParts") List<Part> parts) {
    TreeSet<Integer> wanted = new TreeSet<>();
    parts.forEach(part -> wanted.addAll(part.values()));
    String text = parts.stream().map(Part::text).collect(Collectors.joining(","));

    CronField minutes = pattern(text + " * * * *").minutes();

    assertThat(minutes.stream().boxed()).containsExactlyElementsOf(wanted);
    assertThat(minutes.star()).isEqualTo(text.contains("*"));
  }

  @Property
  void noTextBreaksTheReader(@ForAll String text) {
    assertThat(CronReading.of(text + " * * * *")).isNotNull();
    assertThat(CronReading.of("0 0 * * " + text)).isNotNull();
  }

  @Test
  void aStepOverHoursFollowsTheHoursAsTheyPassAndAListDoesNot() {
    assertThat(List.of("0 * * * *", "0 */2 * * *", "0 0-23 * * *"))
        .allMatch(expression -> pattern(expression).everyHour());
    assertThat(List.of("0 2 * * *", "0 0,12 * * *", "* 1-5 * * *"))
        .noneMatch(expression -> pattern(expression).everyHour());
  }

  record Part(String text, List<Integer> values) {}

  @Provide
  Arbitrary<List<Part>> minuteParts() {
    Arbitrary<Integer> minute = Arbitraries.integers().between(0, 59);
    Arbitrary<Integer> step = Arbitraries.integers().between(1, 70);
    Arbitrary<Part> single = minute.map(m -> new Part("" + m, List.of(m)));
    Arbitrary<Part> star = step.map(s -> new Part("*/" + s, steps(0, 59, s)));
    Arbitrary<Part> range =
        Combinators.combine(minute, minute, step)
            .as((a, b, s) -> {
              int from = Math.min(a, b);
              int to = Math.max(a, b);
              return new Part(from + "-" + to + "/" + s, steps(from, to, s));
            });
    return Arbitraries.oneOf(single, star, range).list().ofMinSize(1).ofMaxSize(4);
  }

  private static List<Integer> steps(int from, int to, int step) {
    return new ArrayList<>(
        IntStream.rangeClosed(from, to).filter(v -> (v - from) % step == 0).boxed().toList());
  }

  private static CronPattern pattern(String expression) {
    return switch (CronReading.of(expression)) {
      case CronReading.Understood(CronPattern pattern) -> pattern;
      case CronReading.Rejected(String message) -> throw new AssertionError(message);
    };
  }
}
