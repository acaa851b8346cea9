package dev.salvaguarda.controller.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the work order says about earlier runs. */
class PreviousCopiesTest {
  private static final String GOOD = "{name: payroll, phase: Succeeded, snapshotId: %s}";

  @Test
  void theNewestSnapshotOfEachTargetIsTheMeasureWhicheverRunMadeIt() {
    BackupRun older =
        run("01", "{name: mail, phase: Succeeded, snapshotId: m1}, " + GOOD.formatted("p1"), "");
    BackupRun newer =
        run("02", "{name: mail, phase: Failed, reason: DumpFailed}, " + GOOD.formatted("p2"), "");

    assertThat(PreviousCopies.of(List.of(newer, older)))
        .isEqualTo(Map.of("mail", "m1", "payroll", "p2"));
  }

  @Test
  void aCopyThatAGuardDoubtedIsNoMeasure() {
    BackupRun good = run("01", GOOD.formatted("p1"), "");
    BackupRun shrunk =
        run("02", "{name: payroll, phase: Degraded, reason: GuardMaxShrink, snapshotId: p2}", "");

    assertThat(PreviousCopies.of(List.of(good, shrunk))).isEqualTo(Map.of("payroll", "p1"));
  }

  @Test
  void orphansAreLookedForOnlyAfterAnAbruptEnd() {
    BackupRun lost = run("02", "", "WorkerLost");
    BackupRun fine = run("03", GOOD.formatted("p"), "");

    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of())).isFalse();
    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of(lost))).isTrue();
    assertThat(PreviousCopies.mayHaveLeftOrphans(List.of(lost, fine))).isFalse();
  }

  private static BackupRun run(String day, String targets, String reason) {
    return Serialization.unmarshal(
        """
        metadata: {name: run-%1$s, namespace: finance}
        spec: {policyRef: {name: payroll}}
        status:
          phase: Degraded
          capturedAt: "2026-03-%1$sT22:00:00Z"
          completionTime: "2026-03-%1$sT22:30:00Z"
          targets: [%2$s]
          reason: "%3$s"
        """
            .formatted(day, targets, reason),
        BackupRun.class);
  }
}
