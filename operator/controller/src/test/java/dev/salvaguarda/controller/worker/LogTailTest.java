package dev.salvaguarda.controller.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.RestoreResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The end of a log, as a person and as the operator read it. */
class LogTailTest {
  private static final String PROGRESS =
      "{\"at\":\"2026-03-01T22:00:10Z\",\"progress\":{\"target\":\"payroll\",\"targetsDone\":%d,"
          + "\"targetsTotal\":2,\"bytesRead\":1,\"bytesStored\":1,\"bytesPerSecond\":1}}";
  private static final String NOTE =
      "{\"at\":\"2026-03-01T22:00:11Z\",\"note\":{\"level\":\"WARNING\","
          + "\"message\":\"It is slow.\",\"target\":\"mail\"}}";
  private static final String RESULT =
      "{\"at\":\"2026-03-01T22:00:12Z\",\"copied\":{\"version\":1,\"outcome\":\"FAILED\","
          + "\"bytesRead\":0,\"bytesStored\":0,\"peakMemoryBytes\":0,\"targets\":[],"
          + "\"targetsOmitted\":0}}";

  @Test
  void theNewestProgressCounts() {
    assertThat(
            new LogTail(List.of(PROGRESS.formatted(0), PROGRESS.formatted(1), NOTE))
                .progress()
                .orElseThrow()
                .progress())
        .satisfies(progress -> assertThat(progress.targetsDone()).isEqualTo(1));
  }

  @Test
  void theResultIsFoundWhereverItStands() {
    assertThat(new LogTail(List.of(RESULT, "bye")).result(CopyResult.class)).isPresent();
    assertThat(new LogTail(List.of(NOTE)).result(CopyResult.class)).isEmpty();
  }

  @Test
  void aResultOfAnotherKindOfWorkIsNone() {
    assertThat(new LogTail(List.of(RESULT)).result(RestoreResult.class)).isEmpty();
  }

  @Test
  void peopleReadNotesAndWhateverElseStandsThere() {
    assertThat(
            new LogTail(
                    List.of(
                        "NOTE: Picked up JDK_JAVA_OPTIONS: -Xmx256m",
                        PROGRESS.formatted(0),
                        NOTE,
                        "",
                        "a\tb\u0007c",
                        RESULT))
                .forPeople())
        .containsExactly("2026-03-01T22:00:11Z WARNING mail: It is slow.", "a b c");
  }

  @Test
  void whatIsForDevelopersStaysInTheLogOfThePod() {
    assertThat(new LogTail(List.of(NOTE.replace("WARNING", "DEBUG"), NOTE)).forPeople())
        .containsExactly("2026-03-01T22:00:11Z WARNING mail: It is slow.");
  }

  @Test
  void onlyTheLastTwentyLinesAreKeptAndNoneIsLong() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add("line " + i + " " + "x".repeat(1000));
    }

    assertThat(new LogTail(lines).forPeople())
        .hasSize(20)
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(512))
        .first()
        .asString()
        .startsWith("line 10 ");
  }
}
