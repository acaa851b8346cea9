package dev.salvaguarda.domain.nonconformity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.nonconformity.EndedRun.Ending;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

  /** Letters are runs, an hour apart: good, degraded, failed, missed. */
  @ParameterizedTest
  @CsvSource({
    "'', FAILED, nobody knows",
    "m, FAILED, nobody knows",
    "g, FAILED, gone at 0 after []",
    "f, FAILED, '[0], 1 in a row'",
    "gff, FAILED, '[1, 2], 2 in a row'",
    "fgff, FAILED, '[0, 2, 3], 2 in a row'",
    "ffgg, FAILED, 'gone at 2 after [0, 1]'",
    "fd, FAILED, gone at 1 after [0]",
    "fm, FAILED, '[0], 1 in a row'",
    "mf, MISSED, '[0], 1 in a row'",
    "md, MISSED, gone at 1 after [0]",
    "df, DEGRADED, '[0], 1 in a row'",
    "dfg, DEGRADED, gone at 2 after [0]"
  })
  void aRunShowsACauseUntilALaterOneShowsThatItIsGone(String runs, Cause cause, String expected) {
    assertThat(words(Evidence.ofRuns(cause, ended(runs)))).isEqualTo(expected);
  }

  private static List<EndedRun> ended(String runs) {
    List<EndedRun> all = new ArrayList<>();
    for (int at = 0; at < runs.length(); at++) {
      Ending ending =
          switch (runs.charAt(at)) {
            case 'g' -> Ending.SUCCEEDED;
            case 'd' -> Ending.DEGRADED;
            case 'f' -> Ending.FAILED;
            default -> Ending.MISSED;
          };
      String name = String.valueOf(at);
      all.add(new EndedRun(name, ending, START.plusSeconds(3_600L * at), "It ended."));
    }
    return all;
  }

  private static String words(Evidence evidence) {
    return switch (evidence) {
      case Evidence.Active(List<Signal> signals, int inARow) ->
          "%s, %d in a row".formatted(names(signals), inARow);
      case Evidence.Gone(List<Signal> signals, Instant at) ->
          "gone at %d after %s"
              .formatted((at.getEpochSecond() - START.getEpochSecond()) / 3_600, names(signals));
      case Evidence.Unknown() -> "nobody knows";
    };
  }

  private static List<String> names(List<Signal> signals) {
    return signals.stream().map(Signal::name).toList();
  }
}
