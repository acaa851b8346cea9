package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.failed;
import static dev.salvaguarda.domain.run.Facts.result;
import static dev.salvaguarda.domain.run.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.ConfirmReplica;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.ReplicaResult;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How an attempt is judged that writes to several repositories. */
class ReplicaVerdictTest {
  private static final Instant LATER = TEN.plusSeconds(605);
  private static final Failure SILENT =
      new Failure(FailureReason.REPOSITORY_UNREACHABLE, "s3.example.org did not answer.");

  @Test
  void asksEachFurtherRepositoryBeforeItBelievesThatItHasTheRun() {
    Facts run =
        Facts.running()
            .reported(replicated(stored("payroll"), complete("vault"), complete("town")))
            .holding("payroll");

    assertThat(run.decideAt(LATER)).isEqualTo(new ConfirmReplica("vault"));
    assertThat(run.copied("vault", "payroll").decideAt(LATER))
        .isEqualTo(new ConfirmReplica("town"));
  }

  @Test
  void succeedsWhenEveryRepositoryHoldsEverySnapshot() {
    Facts run =
        Facts.running()
            .reported(replicated(stored("payroll"), complete("vault")))
            .holding("payroll")
            .copied("vault", "payroll");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
          assertThat(end.message())
              .isEqualTo("1 target was copied and confirmed by 2 repositories.");
        });
  }

  @Test
  void isDegradedWithoutAnotherAttemptWhileARepositoryLags() {
    Facts run =
        Facts.running()
            .reported(
                replicated(
                    stored("payroll"), complete("vault"), ReplicaResult.unseen("town", SILENT)))
            .holding("payroll")
            .copied("vault", "payroll");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(end.failure()).isEqualTo(SILENT);
          assertThat(end.ledger().isComplete()).isTrue();
        });
  }

  @Test
  void isDegradedWhenARepositoryDoesNotShowWhatItIsSaidToHave() {
    Facts run =
        Facts.running()
            .reported(replicated(stored("payroll"), complete("vault")))
            .holding("payroll")
            .copied("vault", "mail");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(Facts.reason(end)).isEqualTo(FailureReason.REPOSITORY_CORRUPT);
          assertThat(end.message()).contains("vault");
          assertThat(end.ledger().replicas())
              .extracting(ReplicaResult::outcome)
              .containsExactly(Outcome.DEGRADED);
        });
  }

  @Test
  void waitsForARepositoryThatIsSilentAndThenSaysThatItIs() {
    Facts run =
        Facts.running()
            .reported(replicated(stored("payroll"), complete("vault")))
            .holding("payroll")
            .silent("vault", SILENT);

    assertThat(run.decideAt(LATER)).isInstanceOf(AwaitProof.class);
    ends(
        run.decideAt(LATER.plus(LIMITS.judge())),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(end.failure()).isEqualTo(SILENT);
        });
  }

  @Test
  void aRepositoryLagsThatHasNothingOfAnAttemptThatWasLost() {
    Ledger before =
        Ledger.empty()
            .with(replicated(stored("mail"), complete("vault")))
            .with(replicated(failed("payroll", SILENT), complete("vault")));
    Facts run =
        Facts.ofRun()
            .memory(Facts.memoryOf(3, null, SILENT, before))
            .endedAt(3, TEN.plusSeconds(600), null, HowEnded.OUT_OF_MEMORY, "exit code 137")
            .log(new LogAnswer.Nothing())
            .holding("mail", "payroll");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(end.ledger().snapshotIds())
              .containsExactlyInAnyOrder(Facts.id("mail"), Facts.id("payroll"));
          assertThat(end.ledger().replicas())
              .singleElement()
              .satisfies(vault -> {
                assertThat(vault.outcome()).isEqualTo(Outcome.DEGRADED);
                assertThat(Objects.requireNonNull(vault.failure()).reason())
                    .isEqualTo(FailureReason.COPIES_BEHIND);
              });
        });
  }

  private static CopyResult replicated(TargetResult target, ReplicaResult... replicas) {
    boolean all = List.of(replicas).stream().allMatch(one -> one.outcome() == Outcome.SUCCEEDED);
    CopyResult result = result(all ? Outcome.SUCCEEDED : Outcome.DEGRADED, null, target);
    return new CopyResult(
        result.version(),
        result.outcome(),
        null,
        result.capturedAt(),
        result.bytesRead(),
        result.bytesStored(),
        result.peakMemoryBytes(),
        result.targets(),
        0,
        List.of(replicas));
  }

  private static ReplicaResult complete(String name) {
    return new ReplicaResult(name, Outcome.SUCCEEDED, 1, 0, 10, null);
  }

  private static void ends(RunDecision decision, Consumer<Finish> law) {
    assertThat(decision).isInstanceOfSatisfying(Finish.class, law);
  }
}
