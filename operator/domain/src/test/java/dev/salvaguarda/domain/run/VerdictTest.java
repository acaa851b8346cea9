package dev.salvaguarda.domain.run;

import static dev.salvaguarda.domain.run.Facts.LIMITS;
import static dev.salvaguarda.domain.run.Facts.TEN;
import static dev.salvaguarda.domain.run.Facts.failed;
import static dev.salvaguarda.domain.run.Facts.result;
import static dev.salvaguarda.domain.run.Facts.stored;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.failure.RetryMeaning;
import dev.salvaguarda.domain.run.Answers.ArchiveAnswer;
import dev.salvaguarda.domain.run.Answers.LogAnswer;
import dev.salvaguarda.domain.run.RunDecision.AwaitProof;
import dev.salvaguarda.domain.run.RunDecision.ConfirmSnapshots;
import dev.salvaguarda.domain.run.RunDecision.Finish;
import dev.salvaguarda.domain.run.RunDecision.ReadLog;
import dev.salvaguarda.domain.run.RunDecision.RetryLater;
import dev.salvaguarda.domain.worker.BackOff;
import dev.salvaguarda.domain.worker.WorkerFact.HowEnded;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.TargetResult;
import dev.salvaguarda.domain.workorder.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How an attempt is judged. */
class VerdictTest {
  private static final Instant LATER = TEN.plusSeconds(605);
  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Failure TRUNCATED =
      new Failure(FailureReason.DUMP_INCOMPLETE, "mail lacks its trailer.");
  private static final Failure SILENT =
      new Failure(FailureReason.REPOSITORY_UNREACHABLE, "s3.example.org did not answer.");

  @Test
  void asksTheRepositoryBeforeItBelievesASuccess() {
    Facts run = Facts.running().reported(result(Outcome.SUCCEEDED, null, stored("payroll")));

    assertThat(run.decideAt(LATER)).isEqualTo(new ConfirmSnapshots(Set.of(Facts.id("payroll"))));
  }

  @Test
  void succeedsWhenTheRepositoryHoldsEverySnapshot() {
    Facts run =
        Facts.running()
            .reported(result(Outcome.SUCCEEDED, null, stored("payroll"), stored("mail")))
            .holding("payroll", "mail");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
          assertThat(end.message())
              .isEqualTo("2 targets were copied and confirmed by the repository.");
          assertThat(end.ledger().capturedAt()).isEqualTo(TEN.plusSeconds(5));
        });
  }

  @Test
  void doesNotSucceedWhenTheRepositoryLacksASnapshot() {
    Facts run =
        Facts.running()
            .reported(result(Outcome.SUCCEEDED, null, stored("payroll"), stored("mail")))
            .holding("payroll");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(Facts.reason(end)).isEqualTo(FailureReason.REPOSITORY_CORRUPT);
          assertThat(end.message()).contains("mail");
        });
  }

  @Test
  void doesNotSucceedOnASuccessWithoutTargets() {
    Facts run = Facts.running().reported(result(Outcome.SUCCEEDED, null)).holding();

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
          assertThat(Facts.reason(end)).isEqualTo(FailureReason.INTERNAL);
        });
  }

  @Test
  void waitsForASilentRepositoryThenSaysThatNobodyConfirmed() {
    Facts run =
        Facts.running()
            .reported(result(Outcome.SUCCEEDED, null, stored("payroll")))
            .archive(new ArchiveAnswer.Unanswered(SILENT));

    assertThat(run.decideAt(LATER)).isInstanceOf(AwaitProof.class);
    ends(
        run.decideAt(TEN.plusSeconds(600).plus(LIMITS.judge())),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(end.failure()).isEqualTo(SILENT);
        });
  }

  @Test
  void readsTheLogWhenTheTerminationMessageHoldsOnlyAPart() {
    CopyResult whole = result(Outcome.SUCCEEDED, null, stored("payroll"), stored("mail"));
    CopyResult part = Facts.omitting(result(Outcome.SUCCEEDED, null, stored("payroll")), 1);
    Facts run = Facts.running().reported(part);

    assertThat(run.decideAt(LATER)).isEqualTo(new ReadLog("pod-1"));
    ends(
        run.log(new LogAnswer.Whole(whole)).holding("payroll", "mail").decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
          assertThat(end.ledger().targets()).hasSize(2);
        });
  }

  @Test
  void countsOmittedTargetsInTheRepositoryWhenTheLogIsGone() {
    CopyResult part = Facts.omitting(result(Outcome.SUCCEEDED, null, stored("payroll")), 1);
    Facts run = Facts.running().reported(part).log(new LogAnswer.Nothing());

    ends(
        run.holding("payroll", "mail").decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
          assertThat(end.message()).startsWith("2 targets were copied");
        });
    ends(
        run.holding("payroll").decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(Facts.reason(end)).isEqualTo(FailureReason.REPOSITORY_CORRUPT);
        });
  }

  @Test
  void retriesWhatPassesByItself() {
    Facts run =
        Facts.running()
            .reported(result(Outcome.DEGRADED, null, stored("payroll"), failed("mail", TRUNCATED)))
            .holding("payroll");

    assertThat(run.decideAt(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure()).isEqualTo(TRUNCATED);
              assertThat(retry.known().retryAt())
                  .isEqualTo(
                      TEN.plusSeconds(600)
                          .plus(BackOff.after(run.facts().self().name(), 1, FIRST)));
              assertThat(retry.clear()).isFalse();
              assertThat(retry.ledger().hasAnySnapshot()).isTrue();
            });
  }

  @Test
  void remembersASnapshotOfAnEarlierAttemptWhenTheLastOneFails() {
    Ledger earlier =
        Ledger.empty()
            .with(result(Outcome.DEGRADED, null, stored("payroll"), failed("mail", TRUNCATED)));
    Facts run =
        Facts.running()
            .memory(Facts.memoryOf(3, null, TRUNCATED, earlier))
            .endedAt(3, LATER, result(Outcome.FAILED, SILENT), HowEnded.EXITED, "")
            .holding("payroll");

    ends(
        run.decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED);
          assertThat(end.failure()).isEqualTo(SILENT);
          assertThat(end.ledger().targets()).extracting(TargetResult::name).contains("payroll");
        });
  }

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void retriesByTheReasonAloneAndAtMostTwice(FailureReason reason) {
    Failure failure = new Failure(reason, "It failed.");
    Facts run = Facts.running().reported(result(Outcome.FAILED, failure));
    boolean passes = reason.retry() == RetryMeaning.BACK_OFF;

    assertThat(run.decideAt(LATER)).isInstanceOf(passes ? RetryLater.class : Finish.class);
    RunMemory third = Facts.memoryOf(3, null, null, Ledger.empty());
    RunDecision last =
        run.memory(third)
            .endedAt(3, LATER, result(Outcome.FAILED, failure), HowEnded.EXITED, "")
            .decideAt(LATER);
    ends(
        last,
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.FAILED);
          assertThat(end.failure()).isEqualTo(failure);
        });
  }

  @Test
  void doesNotRetryWhenTheDeadlineWouldPassFirst() {
    Facts run =
        Facts.running()
            .endedAt(
                1,
                Facts.DEADLINE.minusSeconds(10),
                result(Outcome.FAILED, SILENT),
                HowEnded.EXITED,
                "");

    ends(
        run.decideAfter(LIMITS.worker().active().minusSeconds(5)),
        end -> assertThat(end.failure()).isEqualTo(SILENT));
  }

  @Test
  void doesNotRetryAWorkerThatRanOutOfMemory() {
    Facts run =
        Facts.running().ended(null, HowEnded.OUT_OF_MEMORY).log(new LogAnswer.Nothing()).holding();

    ends(
        run.decideAt(LATER),
        end -> assertThat(Facts.reason(end)).isEqualTo(FailureReason.WORKER_OUT_OF_MEMORY));
  }

  @Test
  void takesWhatTheRepositoryHoldsAsTheOnlyProofOfALostWorker() {
    Facts run =
        Facts.running()
            .ended(null, HowEnded.REMOVED)
            .log(new LogAnswer.Nothing())
            .holding("payroll");

    assertThat(run.decideAt(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> {
              assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST);
              assertThat(retry.ledger().targets())
                  .singleElement()
                  .satisfies(target -> {
                    assertThat(target.snapshotId()).isEqualTo(Facts.id("payroll"));
                    assertThat(target.outcome()).isEqualTo(Outcome.DEGRADED);
                  });
            });
  }

  @Test
  void retriesAWorkerThatSomebodyElseStopped() {
    Facts run = Facts.running().reported(result(Outcome.CANCELLED, null));

    assertThat(run.decideAt(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry -> assertThat(retry.failure().reason()).isEqualTo(FailureReason.WORKER_LOST));
  }

  @Test
  void succeedsWhenTheWorkerWasFasterThanTheCancellation() {
    Facts run =
        Facts.running()
            .cancelled()
            .reported(result(Outcome.SUCCEEDED, null, stored("payroll")))
            .holding("payroll");

    ends(run.decideAt(LATER), end -> assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED));
  }

  @Test
  void backsOffLongerEachTimeAndTheSameForTheSameRun() {
    Duration first = BackOff.after("payroll-daily-1", 1, FIRST);

    assertThat(first).isEqualTo(BackOff.after("payroll-daily-1", 1, FIRST));
    assertThat(first).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(38));
    assertThat(BackOff.after("payroll-daily-1", 2, FIRST)).isGreaterThan(first);
    assertThat(BackOff.after("payroll-daily-1", 9, FIRST)).isLessThan(Duration.ofMinutes(13));
  }

  @Test
  void aRetryCopiesOnlyWhatFailedForAPassingReason() {
    Failure denied = new Failure(FailureReason.SOURCE_ACCESS_DENIED, "web refuses the role.");
    Ledger ledger =
        Ledger.empty()
            .with(
                result(
                    Outcome.DEGRADED,
                    null,
                    stored("payroll"),
                    failed("mail", TRUNCATED),
                    failed("web", denied)));

    assertThat(ledger.toCopy(List.of())).containsExactly("mail");
    assertThat(Ledger.empty().toCopy(List.of())).isEmpty();
    assertThat(ledger.proven(Map.of(), SILENT).toCopy(List.of())).containsExactly("mail");
  }

  @Test
  void aLostWorkersRetryCopiesAllBecauseNobodyKnowsWhatThereIs() {
    Ledger ledger = Ledger.empty().proven(Map.of("payroll", Facts.id("payroll")), SILENT);

    assertThat(ledger.toCopy(List.of("payroll", "mail"))).containsExactly("payroll", "mail");
  }

  @Test
  void doesNotRetryATargetThatOnlyAPersonCanMendWhateverTheWholeSays() {
    Failure denied = new Failure(FailureReason.SOURCE_ACCESS_DENIED, "web refuses the role.");
    Facts run =
        Facts.running()
            .reported(result(Outcome.DEGRADED, TRUNCATED, stored("payroll"), failed("web", denied)))
            .holding("payroll");

    ends(run.decideAt(LATER), end -> assertThat(end.phase()).isEqualTo(RunPhase.DEGRADED));
  }

  @Test
  void succeedsWhenTheRetryBringsWhatWasMissing() {
    Ledger earlier =
        Ledger.empty()
            .with(result(Outcome.DEGRADED, null, stored("payroll"), failed("mail", TRUNCATED)));
    Facts run =
        Facts.running()
            .memory(Facts.memoryOf(2, null, TRUNCATED, earlier))
            .endedAt(
                2, LATER, result(Outcome.SUCCEEDED, null, stored("mail")), HowEnded.EXITED, "");

    assertThat(run.decideAt(LATER))
        .isEqualTo(new ConfirmSnapshots(Set.of(Facts.id("payroll"), Facts.id("mail"))));
    ends(
        run.holding("payroll", "mail").decideAt(LATER),
        end -> {
          assertThat(end.phase()).isEqualTo(RunPhase.SUCCEEDED);
          assertThat(end.ledger().targets()).hasSize(2);
          assertThat(end.ledger().bytesRead()).isEqualTo(200);
          assertThat(end.ledger().capturedAt()).isEqualTo(TEN.plusSeconds(5));
        });
  }

  @Test
  void doesNotCountTargetsTwiceThatTheRepositoryShowsLater() {
    Ledger listed = new Ledger(List.of(stored("payroll")), 2, null, 0, 0, 0, List.of());

    assertThat(listed.proven(Map.of("payroll", "p", "mail", "m", "web", "w"), SILENT).omitted())
        .isZero();
  }

  @Test
  void saysWhatKubernetesSaidAboutAPodThatWasStopped() {
    Facts run =
        Facts.running()
            .endedAt(
                1,
                TEN.plusSeconds(600),
                result(Outcome.CANCELLED, null),
                HowEnded.REMOVED,
                "EvictionByEvictionAPI: Eviction API: evicting.");

    assertThat(run.decideAt(LATER))
        .isInstanceOfSatisfying(
            RetryLater.class,
            retry ->
                assertThat(retry.failure().message())
                    .isEqualTo(
                        "The pod was stopped before the attempt was complete:"
                            + " EvictionByEvictionAPI: Eviction API: evicting."));
  }

  private static void ends(RunDecision decision, Consumer<Finish> check) {
    assertThat(decision).isInstanceOfSatisfying(Finish.class, check);
  }
}
