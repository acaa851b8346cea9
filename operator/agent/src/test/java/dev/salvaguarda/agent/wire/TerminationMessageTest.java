package dev.salvaguarda.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class TerminationMessageTest {
  private static final Instant START = Instant.parse("2026-03-01T01:00:00Z");
  private static final ObjectMapper MAPPER = WireFormat.mapper();

  private final TerminationMessage message = new TerminationMessage();

  @Test
  void tellsAShortResultWhole() throws JsonProcessingException {
    CopyResult result = result(List.of(good("payroll")));

    assertThat(read(message.format(result))).isEqualTo(result);
  }

  @Test
  void leavesOutGoodTargetsBeforeFailedOnes() throws JsonProcessingException {
    List<TargetResult> targets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      targets.add(good("database-" + i));
    }
    targets.add(failed("the-one-that-matters", "x".repeat(900)));

    CopyResult told = read(message.format(result(targets)));

    assertThat(told.targets().getLast().name()).isEqualTo("the-one-that-matters");
    assertThat(told.targets().size() + told.targetsOmitted()).isEqualTo(101);
  }

  @Property(tries = 300)
  void isAlwaysWholeJsonThatFits(
      @ForAll @IntRange(max = 80) int good,
      @ForAll @IntRange(max = 80) int failed,
      @ForAll @StringLength(max = 120) String name,
      @ForAll @StringLength(max = 600) String sentence)
      throws JsonProcessingException {
    List<TargetResult> targets = new ArrayList<>();
    for (int i = 0; i < good; i++) {
      targets.add(good(name + i));
    }
    for (int i = 0; i < failed; i++) {
      targets.add(failed(name + i, sentence));
    }

    String json = message.format(result(targets));

    assertThat(json.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(TerminationMessage.LIMIT_BYTES);
    CopyResult told = read(json);
    assertThat(told.targets().size() + told.targetsOmitted()).isEqualTo(targets.size());
    assertThat(told.outcome()).isEqualTo(Outcome.DEGRADED);
  }

  @Test
  void leavesOutTargetsOfARestoreBeforeItsChecks() throws JsonProcessingException {
    List<RestoreResult.TargetResult> targets = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      targets.add(
          new RestoreResult.TargetResult(
              "database-" + i, Outcome.SUCCEEDED, Rung.V3, 1, true, "database-" + i, null));
    }
    RestoreResult result =
        new RestoreResult(
            1,
            Outcome.DEGRADED,
            null,
            List.of(new RestoreResult.StepTime(RestoreResult.Step.FETCH, START, 17)),
            targets,
            0,
            List.of(new RestoreResult.CheckResult("staff", false, "3", "It is not 4.")),
            0,
            5);

    RestoreResult told = MAPPER.readValue(message.format(result), RestoreResult.class);

    assertThat(told.checks()).isEqualTo(result.checks());
    assertThat(told.steps()).isEqualTo(result.steps());
    assertThat(told.targets()).isNotEmpty();
    assertThat(told.targets().size() + told.targetsOmitted()).isEqualTo(100);
  }

  private static CopyResult read(String json) throws JsonProcessingException {
    return MAPPER.readValue(json, CopyResult.class);
  }

  private static CopyResult result(List<TargetResult> targets) {
    return new CopyResult(1, Outcome.DEGRADED, null, START, 1, 2, 3, targets, 0, List.of());
  }

  private static TargetResult good(String name) {
    return new TargetResult(
        name,
        Outcome.SUCCEEDED,
        Consistency.APPLICATION,
        "a".repeat(64),
        123_456_789,
        12_345,
        "b".repeat(64),
        null);
  }

  private static TargetResult failed(String name, String sentence) {
    return new TargetResult(
        name,
        Outcome.FAILED,
        null,
        null,
        0,
        0,
        null,
        new Failure(FailureReason.DUMP_FAILED, sentence));
  }
}
