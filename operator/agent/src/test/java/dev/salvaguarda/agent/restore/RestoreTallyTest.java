package dev.salvaguarda.agent.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a restore of which some targets did not come back. */
class RestoreTallyTest {
  private static final Failure EXISTS =
      new Failure(FailureReason.TARGET_EXISTS, "The server has it already; nothing was loaded.");

  @Test
  void theWorstTargetIsNamedAndTheOthersCounted() {
    RestoreTally tally =
        new RestoreTally(
            List.of(new Wanted("mail", "1", null, null), new Wanted("payroll", "2", null, null)));
    tally.add(RestoreTally.failed("mail", EXISTS));
    tally.add(RestoreTally.failed("payroll", EXISTS));

    assertThat(tally.result(List.of(), List.of(), 0).failure())
        .isEqualTo(
            new Failure(
                FailureReason.TARGET_EXISTS,
                "payroll: The server has it already; nothing was loaded. 1 more of 2 targets fell short."));
  }

  @Test
  void whatStaysOnAHostIsToldOfWhateverBecameOfTheTarget() {
    RestoreTally tally =
        new RestoreTally(
            List.of(new Wanted("mail", "1", null, null), new Wanted("payroll", "2", null, null)));
    tally.leave("mail", "Guest 9000 is still there.");
    tally.add(RestoreTally.failed("mail", EXISTS));
    tally.leave("payroll", "Guest 9001 is still there.");
    tally.leave("payroll", "Guest 9002 is still there.");

    assertThat(tally.result(List.of(), List.of(), 0).targets())
        .extracting(TargetResult::leftOver)
        .containsExactly(
            "Guest 9000 is still there.", "Guest 9001 is still there. Guest 9002 is still there.");
  }
}
