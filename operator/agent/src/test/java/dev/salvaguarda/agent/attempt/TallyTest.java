package dev.salvaguarda.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.Result;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Failure DUMP_FAILED = new Failure(FailureReason.DUMP_FAILED, "it broke");
  private static final Failure CHANGED = new Failure(FailureReason.FILE_CHANGED, "it changed");
  private static final Failure STOPPED = new Failure(FailureReason.CANCELLED, "stopped");

  private final Tally tally = new Tally();

  @Test
  void succeedsWhenEveryTargetDid() {
    tally.expect(List.of("a", "b"));
    tally.captureBegins(Instant.EPOCH);
    tally.count(() -> 30);
    tally.add(good("a", null));
    tally.add(good("b", null));

    CopyResult result = tally.result(7);

    assertThat(result)
        .isEqualTo(
            new CopyResult(
                Result.VERSION,
                Outcome.SUCCEEDED,
                null,
                Instant.EPOCH,
                20,
                30,
                7,
                List.of(good("a", null), good("b", null)),
                0,
                List.of()));
  }

  @Test
  void namesTheTargetOnceThoughItsMessageBeginsWithIt() {
    tally.expect(List.of("a"));
    tally.add(good("a", new Failure(FailureReason.GUARD_MAX_SHRINK, "a shrank")));

    assertThat(tally.result(0).failure())
        .isEqualTo(new Failure(FailureReason.GUARD_MAX_SHRINK, "a shrank"));
  }

  @Test
  void isDegradedWhenOneTargetFellShort() {
    tally.expect(List.of("a", "b"));
    tally.add(good("a", CHANGED));
    tally.add(good("b", null));

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(tally.result(0).failure())
        .isEqualTo(new Failure(FailureReason.FILE_CHANGED, "a: it changed"));
  }

  @Test
  void namesATargetWithoutSnapshotBeforeOneThatOnlyFellShort() {
    tally.expect(List.of("a", "b", "c"));
    tally.add(good("a", CHANGED));
    tally.failed("b", DUMP_FAILED);
    tally.add(good("c", null));

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(tally.result(0).failure())
        .isEqualTo(
            new Failure(FailureReason.DUMP_FAILED, "b: it broke; 1 more of 3 targets fell short"));
  }

  @Test
  void failsWithoutAnySnapshot() {
    tally.expect(List.of("a"));
    tally.failed("a", DUMP_FAILED);

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(tally.result(0).targets().getFirst())
        .isEqualTo(new TargetResult("a", Outcome.FAILED, null, null, 0, 0, null, DUMP_FAILED));
  }

  @Test
  void whatIsNotFinishedEndsAsTheWholeDoes() {
    tally.expect(List.of("a", "b"));
    tally.add(good("a", null));
    tally.endAll(DUMP_FAILED);

    CopyResult result = tally.result(0);

    assertThat(result.outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(result.failure()).isEqualTo(DUMP_FAILED);
    assertThat(result.targets().getLast().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.targets().getLast().failure()).isEqualTo(DUMP_FAILED);
  }

  @Test
  void isCancelledWhileAnythingIsMissingAndWhenItWasStopped() {
    tally.expect(List.of("a", "b"));
    tally.add(good("a", null));

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(tally.result(0).targets().getLast().outcome()).isEqualTo(Outcome.CANCELLED);

    tally.endAll(STOPPED);

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(tally.result(0).failure()).isEqualTo(STOPPED);
  }

  @Test
  void failsWhenItEndedBeforeAnyTargetWasKnown() {
    tally.endAll(DUMP_FAILED);

    assertThat(tally.result(0).outcome()).isEqualTo(Outcome.FAILED);
    assertThat(tally.result(0).targets()).isEmpty();
  }

  private static TargetResult good(String name, @Nullable Failure shortfall) {
    return new TargetResult(
        name,
        shortfall == null ? Outcome.SUCCEEDED : Outcome.DEGRADED,
        Consistency.CRASH,
        "5".repeat(64),
        10,
        5,
        null,
        shortfall);
  }
}
