package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Failure AWAY = new Failure(FailureReason.SOURCE_UNREACHABLE, "no answer");
  private static final Failure LOST = new Failure(FailureReason.WORKER_LOST, "the pod is gone");
  private static final TargetResult FAILED = Facts.failed("mail", AWAY);
  private static final Instant LATER = TEN.plusSeconds(900);

  @Test
  void takesTheFirstResultAsItIs() {
    Ledger ledger =
        Ledger.empty().with(result(Outcome.DEGRADED, TEN, 300, 90, stored("payroll"), FAILED));

    assertThat(ledger)
        .isEqualTo(
            new Ledger(List.of(stored("payroll"), FAILED), 0, TEN, 300, 90, 1000, List.of()));
  }

  @Test
  void keepsWhatAnEarlierAttemptCopiedAndItsEarlierCapture() {
    Ledger ledger =
        firstAttempt(TEN).with(result(Outcome.SUCCEEDED, LATER, 100, 7, stored("mail")));

    assertThat(ledger.targets()).containsExactlyInAnyOrder(stored("payroll"), stored("mail"));
    assertThat(ledger.capturedAt()).isEqualTo(TEN);
    assertThat(ledger.bytesRead()).isEqualTo(200);
    assertThat(ledger.bytesStored()).isEqualTo(97);
    assertThat(ledger.isComplete()).isTrue();
  }

  @Test
  void countsFromTheEarliestCaptureWhicheverAttemptMadeIt() {
    CopyResult before = result(Outcome.SUCCEEDED, TEN.minusSeconds(60), 100, 7, stored("mail"));
    CopyResult unknown = result(Outcome.SUCCEEDED, null, 100, 7, stored("mail"));

    assertThat(firstAttempt(TEN).with(before).capturedAt()).isEqualTo(TEN.minusSeconds(60));
    assertThat(firstAttempt(TEN).with(unknown).capturedAt()).isEqualTo(TEN);
    assertThat(firstAttempt(null).with(before).capturedAt()).isEqualTo(TEN.minusSeconds(60));
    assertThat(firstAttempt(null).with(unknown).capturedAt()).isNull();
  }

  @Test
  void countsFromTheLaterCaptureWhereNothingOlderIsKept() {
    CopyResult all = result(Outcome.SUCCEEDED, LATER, 250, 7, stored("mail"), stored("payroll"));

    assertThat(firstAttempt(TEN).with(all).capturedAt()).isEqualTo(LATER);
    assertThat(firstAttempt(TEN).with(all).bytesRead()).isEqualTo(250);
  }

  @Test
  void aSnapshotOnceProvenOutlivesAnAttemptThatFailed() {
    TargetResult failedNow = Facts.failed("payroll", AWAY);

    Ledger ledger = provenOf("payroll").with(result(Outcome.FAILED, null, 10, 0, failedNow));

    assertThat(ledger.targets()).extracting(TargetResult::snapshotId).containsExactly("p");
  }

  @Test
  void aNewerSnapshotReplacesAnOlderOne() {
    Ledger ledger =
        provenOf("payroll").with(result(Outcome.DEGRADED, LATER, 100, 7, stored("payroll")));

    assertThat(ledger.targets()).containsExactly(stored("payroll"));
  }

  @Test
  void aWholeSuccessSaysWhatThereIsAfterAWorkerThatCouldNotTell() {
    CopyResult whole = result(Outcome.SUCCEEDED, LATER, 100, 7, stored("mail"));
    CopyResult part = result(Outcome.DEGRADED, LATER, 100, 7, stored("mail"));

    assertThat(provenOf("dropped").with(whole).targets()).containsExactly(stored("mail"));
    assertThat(provenOf("dropped").with(part).targets())
        .extracting(TargetResult::name)
        .containsExactlyInAnyOrder("mail", "dropped");
  }

  @Test
  void remembersTheLargestWorker() {
    Ledger large = new Ledger(List.of(), 0, null, 0, 0, 5000, List.of());
    CopyResult small = result(Outcome.SUCCEEDED, TEN, 1, 1, stored("mail"));

    assertThat(large.with(small).peakMemoryBytes()).isEqualTo(5000);
    assertThat(Ledger.empty().with(small).peakMemoryBytes()).isEqualTo(1000);
  }

  @Test
  void whatTheRepositoryShowsNeverReplacesWhatAWorkerSaid() {
    Ledger listed = new Ledger(List.of(stored("payroll")), 5, TEN, 100, 40, 0, List.of());

    Ledger proven = listed.proven(Map.of("payroll", "other", "mail", "m", "web", "w"), LOST);

    assertThat(proven.targets()).contains(stored("payroll"));
    assertThat(proven.targets()).hasSize(3);
    assertThat(proven.omitted()).isEqualTo(3);
    assertThat(proven.firstFailure()).contains(LOST);
  }

  @Test
  void keepsTheHashAndTheConsistencyOfACopyThatNobodyConfirmed() {
    TargetResult target =
        new Ledger(List.of(stored("payroll")), 0, TEN, 100, 40, 0, List.of())
            .unconfirmed(AWAY)
            .targets()
            .getFirst();

    assertThat(target)
        .isEqualTo(
            new TargetResult(
                "payroll",
                Outcome.DEGRADED,
                Consistency.APPLICATION,
                Facts.id("payroll"),
                100,
                40,
                "sha",
                AWAY));
  }

  @Test
  void forgetsTheHashAndTheConsistencyOfACopyThatIsNotThere() {
    TargetResult target =
        new Ledger(List.of(stored("payroll")), 0, TEN, 100, 40, 0, List.of())
            .heldBy(Set.of("another"))
            .targets()
            .getFirst();

    assertThat(target.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(target.snapshotId()).isNull();
    assertThat(target.consistency()).isNull();
    assertThat(target.sha256()).isNull();
  }

  /** One target copied, one to be tried again. */
  private static Ledger firstAttempt(@Nullable Instant capturedAt) {
    return new Ledger(List.of(stored("payroll"), FAILED), 0, capturedAt, 110, 90, 1000, List.of());
  }

  private static Ledger provenOf(String target) {
    return Ledger.empty().proven(Map.of(target, target.substring(0, 1)), LOST);
  }

  private static CopyResult result(
      Outcome outcome,
      @Nullable Instant capturedAt,
      long bytesRead,
      long bytesStored,
      TargetResult... targets) {
    return new CopyResult(
        CopyResult.VERSION,
        outcome,
        null,
        capturedAt,
        bytesRead,
        bytesStored,
        1000,
        List.of(targets),
        0,
        List.of());
  }
}
