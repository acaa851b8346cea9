package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicyStatus.LastSuccessfulRun;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.BackupRunStatus;
import dev.salvaguarda.domain.workorder.Replication.CaughtUp;
import dev.salvaguarda.domain.workorder.RunSpan;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the work order says about earlier runs. */
class PreviousCopiesTest {
  private static final String GOOD = "{name: payroll, phase: Succeeded, snapshotId: %s}";
  private static final BackupRun NEXT = run("09", "", "", 0);

  @Test
  void theNewestSnapshotOfEachTargetIsTheMeasureWhicheverRunMadeIt() {
    BackupRun older =
        run("01", "{name: mail, phase: Succeeded, snapshotId: m1}, " + GOOD.formatted("p1"), "", 0);
    BackupRun newer =
        run(
            "02",
            "{name: mail, phase: Failed, reason: DumpFailed}, " + GOOD.formatted("p2"),
            "",
            0);

    assertThat(before(newer, older).ids()).isEqualTo(Map.of("mail", "m1", "payroll", "p2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"GuardMaxShrink", "GuardMinSize", "SourceEmpty"})
  void aCopyThatWasDoubtedIsNoMeasure(String doubt) {
    BackupRun good = run("01", GOOD.formatted("p1"), "", 0);
    BackupRun shrunk =
        run(
            "02",
            "{name: payroll, phase: Degraded, reason: %s, snapshotId: p2}".formatted(doubt),
            "",
            0);

    assertThat(before(good, shrunk).ids()).isEqualTo(Map.of("payroll", "p1"));
  }

  @Test
  void aCopyThatTheSameRunMadeBeforeIsNoMeasure() {
    BackupRun good = run("01", GOOD.formatted("p1"), "", 0);
    BackupRun same = run("09", GOOD.formatted("p9"), "", 0);

    assertThat(PreviousCopies.before(same, List.of(good, same), null))
        .isEqualTo(new PreviousCopies(Map.of("payroll", "p1"), List.of(span("01")), Map.of()));
  }

  @Test
  void olderRunsNameNothingOnceOneCouldNotListAllItsTargets() {
    BackupRun older =
        run("01", "{name: mail, phase: Succeeded, snapshotId: m1}, " + GOOD.formatted("p1"), "", 0);
    BackupRun large = run("02", GOOD.formatted("p2"), "", 10);
    BackupRun part = run("03", "{name: wiki, phase: Succeeded, snapshotId: w3}", "", 0);

    assertThat(before(older, large, part).ids()).isEqualTo(Map.of("wiki", "w3", "payroll", "p2"));
  }

  @Test
  void whenEarlierRunsStoredSnapshotsIsSaidTheNewestFirst() {
    BackupRun lost = run("03", "", "WorkerLost", 0);

    assertThat(before(run("01", "", "", 10), lost, run("02", "", "", 0)).spans())
        .containsExactly(span("03"), span("02"), span("01"));
  }

  @Test
  void aGoodRunThatWasDeletedIsRememberedByItsPolicy() {
    assertThat(PreviousCopies.before(NEXT, List.of(run("01", "", "", 0)), lastGood("run-02")))
        .isEqualTo(new PreviousCopies(Map.of(), List.of(span("02"), span("01")), Map.of()));
    assertThat(PreviousCopies.before(NEXT, List.of(run("02", "", "", 0)), lastGood("run-02")))
        .isEqualTo(new PreviousCopies(Map.of(), List.of(span("02")), Map.of()));
  }

  @Test
  void aRunThatNeverStartedLeftNothing() {
    BackupRun missed = run("01", "", "", 0);
    missed.setStatus(
        Serialization.unmarshal(
            "phase: Missed\ncompletionTime: \"2026-03-01T22:30:00Z\"", BackupRunStatus.class));

    assertThat(before(missed)).isEqualTo(new PreviousCopies(Map.of(), List.of(), Map.of()));
  }

  @Test
  void aFurtherRepositoryIsKnownByTheNewestRunAfterWhichItLackedNothing() {
    BackupRun both = replicated("01", GOOD.formatted("p1"), "Complete", "Complete");
    BackupRun one = replicated("02", GOOD.formatted("p2"), "Incomplete", "Complete");
    BackupRun none = replicated("03", GOOD.formatted("p3"), "Incomplete", "Incomplete");
    BackupRun empty = replicated("04", "", "Complete", "Complete");
    BackupRun working = replicated("05", GOOD.formatted("p5"), "Complete", "Complete");
    working.setStatus(
        Serialization.unmarshal(
            Serialization.asYaml(working.getStatus()).replaceAll("completionTime.*", ""),
            BackupRunStatus.class));

    assertThat(before(both, one, none, empty, working).caughtUp())
        .isEqualTo(
            Map.of(
                "vault", new CaughtUp("uid-01", span("01").from()),
                "town", new CaughtUp("uid-02", span("02").from())));
  }

  private static BackupRun replicated(String day, String targets, String vault, String town) {
    BackupRun run = run(day, targets, "", 0);
    run.setStatus(
        Serialization.unmarshal(
            Serialization.asYaml(run.getStatus())
                + """
                repositories:
                - {name: offsite, state: Complete}
                - {name: vault, state: %s}
                - {name: town, state: %s}
                """
                    .formatted(vault, town),
            BackupRunStatus.class));
    return run;
  }

  @Test
  void orphansAreLookedForOnlyAfterAnAbruptEnd() {
    BackupRun lost = run("02", "", "WorkerLost", 0);
    BackupRun fine = run("03", GOOD.formatted("p"), "", 0);

    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of())).isFalse();
    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of(lost))).isTrue();
    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of(lost, fine))).isFalse();
  }

  private static PreviousCopies before(BackupRun... earlier) {
    return PreviousCopies.before(NEXT, List.of(earlier), null);
  }

  private static LastSuccessfulRun lastGood(String name) {
    return new LastSuccessfulRun(
        name, span("02").from(), span("02").until(), null, null, null, null);
  }

  private static RunSpan span(String day) {
    return new RunSpan(
        Instant.parse("2026-03-%sT22:00:00Z".formatted(day)),
        Instant.parse("2026-03-%sT22:30:00Z".formatted(day)));
  }

  private static BackupRun run(String day, String targets, String reason, int omitted) {
    return Serialization.unmarshal(
        """
        metadata: {name: run-%1$s, namespace: finance, uid: uid-%1$s}
        spec: {policyRef: {name: payroll}}
        status:
          phase: Degraded
          startTime: "2026-03-%1$sT22:00:00Z"
          capturedAt: "2026-03-%1$sT22:00:00Z"
          completionTime: "2026-03-%1$sT22:30:00Z"
          targets: [%2$s]
          targetsOmitted: %4$d
          reason: "%3$s"
        """
            .formatted(day, targets, reason, omitted),
        BackupRun.class);
  }
}
