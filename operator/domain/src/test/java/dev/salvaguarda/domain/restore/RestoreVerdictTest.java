package dev.salvaguarda.domain.restore;

import static dev.salvaguarda.domain.restore.Restores.back;
import static dev.salvaguarda.domain.restore.Restores.failed;
import static dev.salvaguarda.domain.restore.Restores.result;
import static dev.salvaguarda.domain.restore.Restores.stopped;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.ReadLog;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ObjectAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an attempt that is over is judged. */
class RestoreVerdictTest {
  private static final Duration LATER = Duration.ofSeconds(700);
  private static final Failure CORRUPT =
      new Failure(FailureReason.REPOSITORY_CORRUPT, "Pack 1a2b is damaged.");
  private static final Failure DOWN =
      new Failure(FailureReason.REPOSITORY_UNREACHABLE, "s3.example.org did not answer.");
  private static final WantedCheck PEOPLE = new WantedCheck("people", "payroll");
  private static final RestoreResult GOOD =
      result(Outcome.SUCCEEDED, back("payroll", Rung.V3), back("mail", Rung.V3));

  @Test
  void passesWhenEveryTargetReachedItsRung() {
    end(Restores.running().reported(GOOD))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.SUCCEEDED);
          assertThat(end.failure()).isNull();
          assertThat(end.message()).isEqualTo("2 targets are back and proven.");
        });
  }

  @Test
  void theDrivesOfAGuestAreRecognisedInATestAndNeedNotBeInImages() {
    Part guest = new Part("/guests/100", "a".repeat(64), 1L, null);

    assertThat(guest.wanted(Into.SCRATCH)).isEqualTo(Rung.V2);
    assertThat(guest.wanted(Into.FILES)).isEqualTo(Rung.V1);
    assertThat(guest.wanted(Into.SANDBOX)).as("not all can be asked").isEqualTo(Rung.V2);
    assertThat(guest.wanted(Into.HOST)).as("a person starts it").isEqualTo(Rung.V1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Rung.class,
      names = {"V0", "V1", "V2"})
  void aDumpThatNoServerLoadedDoesNotPass(Rung reached) {
    end(Restores.running()
            .reported(result(Outcome.SUCCEEDED, back("payroll", reached), back("mail", Rung.V3))))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(end.message())
              .isEqualTo("payroll is proven to %s, and V3 is wanted.".formatted(reached));
        });
  }

  @Test
  void filesAndRolesNeedNoServer() {
    assertThat(new Part("globals", "id", 1L, "sha").wanted(Into.SCRATCH)).isEqualTo(Rung.V2);
    assertThat(new Part("share", "id", 1L, null).wanted(Into.SCRATCH)).isEqualTo(Rung.V2);
    assertThat(new Part("/command/erp.archive", "id", 1L, "sha").wanted(Into.SCRATCH))
        .isEqualTo(Rung.V2);
    assertThat(new Part("payroll", "id", 1L, "sha").wanted(Into.FILES)).isEqualTo(Rung.V2);
    assertThat(new Part("payroll", "id", 1L, null).wanted(Into.SERVER)).isEqualTo(Rung.V3);
  }

  @Test
  void aTargetOfWhichTheWorkerSaysNothingDoesNotPass() {
    end(Restores.running().reported(result(Outcome.SUCCEEDED, back("payroll", Rung.V3))))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(end.message()).isEqualTo("No worker told what became of mail.");
        });
  }

  @Test
  void aHashThatWasRecordedAndNotComparedDoesNotPass() {
    TargetResult unsure =
        new TargetResult("mail", Outcome.SUCCEEDED, Rung.V3, 1000, null, null, null);
    end(Restores.running().reported(result(Outcome.SUCCEEDED, back("payroll", Rung.V3), unsure)))
        .satisfies(end -> assertThat(reason(end)).isEqualTo(FailureReason.NOT_PROVEN));
  }

  @Test
  void aWorkerThatWasLostWithoutAResultNeverPasses() {
    RestoreLedger all = RestoreLedger.empty().with(GOOD);
    Restores lost =
        Restores.running()
            .attempt(3, all)
            .ended(null, HowEnded.EXITED)
            .log(new LogAnswer.Nothing());

    end(lost)
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(reason(end)).isEqualTo(FailureReason.WORKER_LOST);
        });
  }

  @Test
  void looksIntoTheLogWhereTheTerminationMessageHasNoRoom() {
    Restores ended = Restores.running().reported(GOOD.withParts(1));

    assertThat(ended.decideAfter(LATER)).isEqualTo(new ReadLog("pod-1"));
    end(ended.log(new LogAnswer.Whole(GOOD)))
        .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.SUCCEEDED));
    end(ended.log(new LogAnswer.Nothing()))
        .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.FAILED));
  }

  @Test
  void aTestOfWhichOneTargetIsDamagedFailsAndARecoveryIsDegraded() {
    RestoreResult half =
        result(Outcome.DEGRADED, back("payroll", Rung.V3), failed("mail", CORRUPT));

    end(Restores.running().reported(half))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(end.message()).isEqualTo("Pack 1a2b is damaged.");
        });
    end(Restores.running().recovery().reported(half))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.DEGRADED);
          assertThat(end.ledger().targets()).hasSize(2);
        });
  }

  @Test
  void aCheckThatDidNotPassOrWasNotAskedDoesNotPass() {
    CheckResult wrong = new CheckResult("people", false, "3", "3 is less than 10.");
    RestoreResult unexpected =
        result(Outcome.DEGRADED, List.of(wrong), back("payroll", Rung.V3), back("mail", Rung.V3));

    end(Restores.running().checks(PEOPLE).reported(unexpected))
        .satisfies(end -> {
          assertThat(end.phase()).isEqualTo(RestorePhase.FAILED);
          assertThat(end.message()).isEqualTo("The check people did not pass: 3 is less than 10.");
        });
    end(Restores.running().checks(PEOPLE).reported(GOOD))
        .satisfies(end -> assertThat(end.message()).isEqualTo("The check people was not asked."));
  }

  @Test
  void triesAgainOnlyWhatIsWorthIt() {
    RestoreResult half = result(Outcome.DEGRADED, back("payroll", Rung.V3), failed("mail", DOWN));

    assertThat(Restores.running().reported(half).decideAfter(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry ->
                assertThat(retry.ledger().toRestore(Restores.PLAN, Into.SCRATCH, List.of()))
                    .extracting(Part::target)
                    .containsExactly("mail"));
  }

  @Test
  void whatCameBackInAnEarlierAttemptCounts() {
    RestoreLedger first =
        RestoreLedger.empty()
            .with(result(Outcome.DEGRADED, back("payroll", Rung.V3), failed("mail", DOWN)));

    end(Restores.running()
            .attempt(2, first)
            .reported(result(Outcome.SUCCEEDED, back("mail", Rung.V3))))
        .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.SUCCEEDED));
  }

  @Test
  void whatWasThrownAwayBeforeItsCheckIsRestoredOnceMoreAndWhatIsInPlaceIsNot() {
    RestoreLedger unasked =
        RestoreLedger.empty().with(result(Outcome.DEGRADED, back("payroll", Rung.V3)));

    assertThat(unasked.toRestore(Restores.PLAN, Into.SCRATCH, List.of(PEOPLE)))
        .extracting(Part::target)
        .containsExactly("payroll", "mail");
    assertThat(unasked.toRestore(Restores.PLAN, Into.SERVER, List.of(PEOPLE)))
        .extracting(Part::target)
        .containsExactly("mail");
  }

  @Test
  void isCancelledOnRequestUnlessEverythingIsBackAlready() {
    RestoreResult stopped = result(Outcome.CANCELLED, stopped("payroll"));

    end(Restores.running().cancelled().reported(stopped))
        .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.CANCELLED));
    end(Restores.running().cancelled().reported(GOOD))
        .satisfies(end -> assertThat(end.phase()).isEqualTo(RestorePhase.SUCCEEDED));
  }

  /** As when a node is drained: the worker says in good order that it was stopped. */
  @Test
  void triesAgainWhatWasUnderWayWhenTheClusterStoppedThePod() {
    RestoreResult stopped = result(Outcome.CANCELLED, back("mail", Rung.V3), stopped("payroll"));

    assertThat(Restores.running().reported(stopped).decideAfter(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST));
  }

  @Test
  void doesNotTryAgainWhatOnlyAPersonCanMend() {
    end(Restores.running().ended(null, HowEnded.OUT_OF_MEMORY).log(new LogAnswer.Nothing()))
        .satisfies(end -> assertThat(reason(end)).isEqualTo(FailureReason.WORKER_OUT_OF_MEMORY));
  }

  private static ObjectAssert<Finish> end(Restores restore) {
    RestoreDecision decision = restore.decideAfter(LATER);
    assertThat(decision).isInstanceOf(Finish.class);
    return assertThat((Finish) decision);
  }

  private static FailureReason reason(Finish end) {
    return Objects.requireNonNull(end.failure()).reason();
  }
}
