package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.restore.RestoreStatus;
import dev.salvaguarda.api.restore.RestoredTarget;
import dev.salvaguarda.controller.worker.WorkerSeen;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.restore.CopyChoice;
import dev.salvaguarda.domain.restore.LogAnswer;
import dev.salvaguarda.domain.restore.RestoreDecision.Finish;
import dev.salvaguarda.domain.restore.RestoreDecision.Lead;
import dev.salvaguarda.domain.restore.RestoreDecision.Planned;
import dev.salvaguarda.domain.restore.RestoreDecision.RetryLater;
import dev.salvaguarda.domain.restore.RestoreDecision.StayPending;
import dev.salvaguarda.domain.restore.RestoreDecision.Step;
import dev.salvaguarda.domain.restore.RestoreFacts;
import dev.salvaguarda.domain.restore.RestoreLedger;
import dev.salvaguarda.domain.restore.RestoreMemory;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.restore.RestoreSelf;
import dev.salvaguarda.domain.restore.RestoreSelf.Into;
import dev.salvaguarda.domain.restore.SourceAnswer;
import dev.salvaguarda.domain.worker.AttemptMemory;
import dev.salvaguarda.domain.worker.Readiness;
import dev.salvaguarda.domain.worker.WorkerFact;
import dev.salvaguarda.domain.worker.WorkerLimits;
import dev.salvaguarda.domain.worker.WorkerStep;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreResult.CheckResult;
import dev.salvaguarda.domain.workorder.RestoreResult.StepTime;
import dev.salvaguarda.domain.workorder.RestoreResult.TargetResult;
import dev.salvaguarda.domain.workorder.Rung;
import dev.salvaguarda.domain.workorder.WorkerLine;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status that follows from what was seen and decided about a restore. */
class RestoreReportTest {
  private static final Instant TEN = Instant.parse("2026-03-02T10:00:00Z");
  private static final Instant LATER = TEN.plusSeconds(725);
  private static final Instant SIGNED = Instant.parse("2026-03-03T09:00:00Z");
  private static final WorkerLimits LIMITS = WorkerLimits.defaults();
  private static final AttemptMemory FIRST = AttemptMemory.none().starting(LIMITS, TEN);
  private static final String SHA = "5a".repeat(32);
  private static final RestorePlan PLAN =
      new RestorePlan(
          "nightly",
          "nightly-1",
          "offsite",
          TEN.minus(Duration.ofMinutes(750)),
          List.of(new Part("payroll", "0b".repeat(32), 2048L, SHA)));
  private static final String WITHOUT = "It came back without onboot.";

  private static final RestoreLedger DONE =
      new RestoreLedger(
          List.of(
              new TargetResult("payroll", Outcome.SUCCEEDED, Rung.V3, 2048, true, "payroll", null)
                  .noted(WITHOUT)),
          List.of(new CheckResult("people", true, "42", "42 is not less than 10.")),
          List.of(
              new StepTime(dev.salvaguarda.domain.workorder.RestoreResult.Step.FETCH, TEN, 61_500)),
          1 << 20);

  @Test
  void aRestoreThatWaitsSaysForWhat() {
    RestoreStatus status =
        report(null, new StayPending(LATER, "BackupRun first has not ended yet."));

    assertThat(status.phase()).isEqualTo(RestorePhase.PENDING);
    assertThat(status.reason()).isEqualTo("WaitingForCopies");
    assertThat(status.message()).isEqualTo("BackupRun first has not ended yet.");
    assertThat(Objects.requireNonNull(status.summary()).source())
        .isEqualTo("policy nightly, Latest");
  }

  @Test
  void whatWasFoundIsWrittenDownAndReadBack() {
    RestoreStatus status = report(null, new Planned(PLAN, LATER));

    assertThat(status.measuredRpo()).isEqualTo("12h30m");
    assertThat(status.targets())
        .singleElement()
        .satisfies(target -> assertThat(target.phase()).isEqualTo(RestoredTarget.Phase.PENDING));
    assertThat(RestoreStatusMemory.of(restore(status)).plan()).isEqualTo(PLAN);
    assertThat(RestoreStatusMemory.of(restore(status)).ledger()).isEqualTo(RestoreLedger.empty());
  }

  @Test
  void whatIsKnownOfAnAttemptSurvivesARestart() {
    RestoreStatus planned = report(null, new Planned(PLAN, LATER));
    RestoreStatus started = report(planned, new Lead(new WorkerStep.Start(FIRST, LATER)));
    Failure down = new Failure(FailureReason.REPOSITORY_UNREACHABLE, "s3.example.org is silent.");
    RestoreStatus failed =
        report(
            started,
            new RetryLater(FIRST.failed(down, LATER.plusSeconds(30)), down, DONE, false, LATER));

    RestoreMemory memory = RestoreStatusMemory.of(restore(failed));
    assertThat(memory.attempts().deadline()).isEqualTo(FIRST.deadline());
    assertThat(memory.attempts().failure()).isEqualTo(down);
    assertThat(memory.ledger()).isEqualTo(DONE);
    assertThat(memory.plan()).isEqualTo(PLAN);
    assertThat(failed.targets().getFirst().message()).isEqualTo(WITHOUT);
    assertThat(failed.targets().getFirst().reason()).isNull();
  }

  @Test
  void whatIsLeftOnAHostStandsInTheStatusWithItsCommand() {
    String left = "Guest 9000 is still on node pve02: qm destroy 9000 --purge 1";
    RestoreLedger ledger =
        new RestoreLedger(
            List.of(DONE.targets().getFirst().leaving(left)), List.of(), List.of(), 0);
    Failure late = new Failure(FailureReason.GUEST_NOT_TRIED, "It did not answer.");
    RestoreStatus status =
        report(
            report(null, new Planned(PLAN, LATER)),
            new RetryLater(FIRST.failed(late, LATER), late, ledger, false, LATER));

    assertThat(status.targets().getFirst().message()).isEqualTo(WITHOUT + " " + left);
    assertThat(RestoreStatusMemory.of(restore(status)).ledger().targets().getFirst().leftOver())
        .as("it was told of, and is not told again")
        .isNull();
  }

  @Test
  void aPassedTestTellsWhatItProvedAndHowLongItTook() {
    RestoreStatus status = report(report(null, new Planned(PLAN, LATER)), passed());

    assertThat(status.phase()).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.measuredRto()).isEqualTo("12m5s");
    assertThat(status.rung()).isEqualTo("V3");
    assertThat(status.sha256Matches()).isTrue();
    assertThat(status.bytesRestored()).isEqualTo(2048);
    assertThat(status.steps())
        .containsExactly(new RestoreStatus.StepStatus("Fetch", TEN, "1m1s", 61_500L));
    assertThat(status.checks())
        .containsExactly(
            new RestoreStatus.CheckStatus("people", true, "42", "42 is not less than 10."));
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .containsExactly("Complete=True", "Passed=True");
    assertThat(Objects.requireNonNull(status.summary()))
        .isEqualTo(new RestoreStatus.SummaryStatus("run nightly-1", "100 %", "2.0 KiB", null));
  }

  @Test
  void aRestoreThatDidNotPassHasNoRecoveryTimeAndSaysWhy() {
    Failure corrupt = new Failure(FailureReason.REPOSITORY_CORRUPT, "Pack 1a2b is damaged.");
    RestoreStatus status =
        report(
            report(null, new Planned(PLAN, LATER)),
            new Finish(
                dev.salvaguarda.domain.restore.RestorePhase.FAILED,
                FIRST,
                corrupt,
                corrupt.message(),
                RestoreLedger.empty(),
                false,
                LATER));

    assertThat(status.measuredRto()).isNull();
    assertThat(Objects.requireNonNull(status.summary()).progress()).isEqualTo("0/1 targets");
    assertThat(status.reason()).isEqualTo("RepositoryCorrupt");
    assertThat(status.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus() + " " + c.getReason())
        .containsExactly("Complete=True RestoreEnded", "Passed=False RepositoryCorrupt");
  }

  @Test
  void ofManyChecksTheOnesThatDidNotPassAreToldWhole() {
    String why =
        "The query failed: ERROR: relation \"persons\" does not exist Position: 22 (SQL state 42P01).";
    StringBuilder specs = new StringBuilder("  checks:\n");
    List<CheckResult> answers = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      specs.append(
          "  - {name: c%d, sql: {database: payroll, query: SELECT 1, expect: {value: x}}}%n"
              .formatted(i));
      answers.add(new CheckResult("c" + i, i != 7, null, i == 7 ? why : "p".repeat(300)));
    }
    Failure failure = new Failure(FailureReason.CHECK_NOT_PASSED, "The check c7 did not pass.");
    RestoreStatus status =
        RestoreReport.next(
            seen(restore(report(null, new Planned(PLAN, LATER)), specs.toString())),
            new Finish(
                dev.salvaguarda.domain.restore.RestorePhase.FAILED,
                FIRST,
                failure,
                failure.message(),
                new RestoreLedger(DONE.targets(), answers, List.of(), 0),
                false,
                LATER),
            LATER);

    assertThat(status.checks().get(7).message()).isEqualTo(why);
    assertThat(Objects.requireNonNull(status.checks().getFirst().message()).length()).isEqualTo(60);
  }

  @Test
  void afterTheEndOnlyASignatureIsAdded() {
    RestoreStatus ended = report(report(null, new Planned(PLAN, LATER)), passed());
    Step rest = new Lead(new WorkerStep.Rest(FIRST, null));

    assertThat(report(ended, rest)).isSameAs(ended);
    Restore signed = restore(ended, ATTESTATION);
    RestoreStatus attested = RestoreReport.next(seen(signed), rest, LATER);
    assertThat(RestoreConditions.newAttestation(signed, SIGNED))
        .contains("Accepted by A. Tester at 2026-03-03T09:00:00Z: As every month.");
    assertThat(attested.conditions())
        .extracting(c -> c.getType() + "=" + c.getStatus())
        .containsExactly("Complete=True", "Passed=True", "Attested=True");
    assertThat(RestoreConditions.newAttestation(restore(attested, ATTESTATION), LATER)).isEmpty();
  }

  @Test
  void aSignatureOfATimeToComeIsToldAsSuchOnceAndForAll() {
    RestoreStatus ended = report(report(null, new Planned(PLAN, LATER)), passed());
    Step rest = new Lead(new WorkerStep.Rest(FIRST, null));
    String signature = ATTESTATION.replace("2026-03-03", "2036-03-03");
    RestoreStatus attested = RestoreReport.next(seen(restore(ended, signature)), rest, SIGNED);

    assertThat(attested.conditions().getLast().getMessage())
        .isEqualTo(
            "Accepted by A. Tester at 2036-03-03T09:00:00Z, a time to come when it was read at %s: As every month."
                .formatted(SIGNED));
    assertThat(RestoreReport.next(seen(restore(attested, signature)), rest, SIGNED.plusSeconds(9)))
        .isEqualTo(attested);
  }

  @Test
  void aClockThatIsAMinuteFastSignsAsAnyOther() {
    Restore signed = restore(report(report(null, new Planned(PLAN, LATER)), passed()), ATTESTATION);

    assertThat(RestoreConditions.newAttestation(signed, SIGNED.minusSeconds(60)))
        .contains("Accepted by A. Tester at 2026-03-03T09:00:00Z: As every month.");
  }

  @Test
  void progressIsToldWhileAWorkerWorksAndNoLonger() {
    RestoreStatus planned = report(null, new Planned(PLAN, LATER));
    WorkerLine line =
        WorkerLine.of(LATER, new WorkerLine.Progress("payroll", 0, 1, 42, 420, 410, 1 << 20, 580L));
    WorkerStep watch = new WorkerStep.Watch(FIRST, true, LATER.plusSeconds(10));
    RestoreStatus going = RestoreReport.next(seen(restore(planned), line), new Lead(watch), LATER);

    assertThat(Objects.requireNonNull(going.progress()))
        .satisfies(progress -> {
          assertThat(progress.percent()).isEqualTo(42);
          assertThat(progress.target()).isEqualTo("payroll");
          assertThat(progress.rate()).isEqualTo("1.0 MiB/s");
        });
    assertThat(Objects.requireNonNull(going.summary()).progress()).isEqualTo("42 % payroll");
    RestoreStatus ended = report(going, passed());
    assertThat(ended.progress()).isNull();
    assertThat(Objects.requireNonNull(ended.summary()).progress()).isEqualTo("100 %");
  }

  @ParameterizedTest
  @EnumSource(dev.salvaguarda.domain.restore.RestorePhase.class)
  void everyPhaseHasItsNameInTheResource(dev.salvaguarda.domain.restore.RestorePhase phase) {
    RestorePhase shown = RestorePhase.valueOf(phase.name());

    assertThat(shown.isFinal()).isEqualTo(phase.isTerminal());
    assertThat(Serialization.asJson(shown)).isEqualTo("\"" + phase.wireName() + "\"");
  }

  @Test
  void theFullestStatusHasAtMost32Kibibytes() {
    List<Part> parts = new ArrayList<>();
    List<TargetResult> targets = new ArrayList<>();
    for (int i = 0; i < CopyChoice.MOST; i++) {
      String name = "database_%03d_%s".formatted(i, "n".repeat(50));
      parts.add(new Part(name, "f".repeat(64), Long.MAX_VALUE / 100, "e".repeat(64)));
      targets.add(
          new TargetResult(
                  name,
                  Outcome.DEGRADED,
                  Rung.V1,
                  Long.MAX_VALUE / 100,
                  false,
                  "r".repeat(2000),
                  new Failure(FailureReason.RESTORE_DIFFERS, "m".repeat(2000)))
              .leaving("l".repeat(2000)));
    }
    StringBuilder checks = new StringBuilder();
    List<CheckResult> answers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String name = "check-%02d-%s".formatted(i, "c".repeat(50));
      checks.append(
          "  - {name: %s, sql: {database: d, query: SELECT 1, expect: {value: x}}}%n"
              .formatted(name));
      answers.add(new CheckResult(name, false, "o".repeat(2000), "m".repeat(2000)));
    }
    List<String> log = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      log.add("l".repeat(512));
    }
    RestorePlan plan = new RestorePlan("p".repeat(253), null, "r".repeat(253), TEN, parts);
    RestoreStatus planned =
        RestoreReport.next(
            seen(restore(null, "  checks:\n" + checks)), new Planned(plan, LATER), LATER);
    Failure failure = new Failure(FailureReason.RESTORE_DIFFERS, "x".repeat(4000));
    RestoreStatus status =
        RestoreReport.next(
            seen(restore(planned, "  checks:\n" + checks)).withLogTail(log),
            new Finish(
                dev.salvaguarda.domain.restore.RestorePhase.FAILED,
                FIRST,
                failure,
                failure.message(),
                new RestoreLedger(targets, answers, List.of(), 1L << 30),
                false,
                LATER),
            LATER);

    assertThat(status.targets()).hasSize(CopyChoice.MOST);
    assertThat(Serialization.asJson(status).getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(32 << 10);
  }

  private static final String ATTESTATION =
      "  attestation: {by: A. Tester, at: \"2026-03-03T09:00:00Z\", verdict: Accepted, remarks: As every month.}\n";

  private static Finish passed() {
    return new Finish(
        dev.salvaguarda.domain.restore.RestorePhase.SUCCEEDED,
        AttemptMemory.none(),
        null,
        "1 target is back and proven, 1 check passed.",
        DONE,
        false,
        LATER);
  }

  private static RestoreStatus report(@Nullable RestoreStatus old, Step step) {
    return RestoreReport.next(seen(restore(old)), step, LATER);
  }

  private static Restore restore(@Nullable RestoreStatus status) {
    return restore(
        status,
        "  checks: [{name: people, sql: {database: payroll, query: SELECT 1, expect: {min: 10}}}]\n");
  }

  private static Restore restore(@Nullable RestoreStatus status, String more) {
    Restore restore =
        Serialization.unmarshal(
            """
            metadata:
              {name: march, namespace: city, uid: uid-1, generation: 1, creationTimestamp: "2026-03-02T10:00:00Z"}
            spec:
              purpose: Test
              source: {policyRef: {name: nightly}}
            """
                + more,
            Restore.class);
    restore.setStatus(status);
    return restore;
  }

  private static RestoreSeen seen(Restore restore) {
    return seen(restore, null);
  }

  private static RestoreSeen seen(Restore restore, @Nullable WorkerLine progress) {
    return new RestoreSeen(
        restore,
        null,
        new RestoreFacts(
            new RestoreSelf("march", TEN, Duration.ofHours(4), true, Into.SCRATCH, false),
            List.of(),
            RestoreStatusMemory.of(restore),
            new Readiness.Ready(),
            new WorkerFact.None(),
            null,
            new SourceAnswer.NotAsked(),
            new LogAnswer.NotAsked(),
            LIMITS),
        WorkerSeen.none(),
        progress,
        List.of(),
        null,
        Map.of());
  }
}
