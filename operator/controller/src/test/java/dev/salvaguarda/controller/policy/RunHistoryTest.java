package dev.salvaguarda.controller.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final LocalDate FIRST = LocalDate.parse("2026-11-01");

  private final List<PolicyRun> runs = new ArrayList<>();

  @Test
  void theRunThatAloneHasAGoodCopyOfATargetStaysHoweverManyDegradedOnesAreNewer() {
    run("Degraded", "Degraded", "Succeeded");
    for (int i = 0; i < 21; i++) {
      run("Degraded", "Degraded", "Degraded");
    }

    assertThat(gone(20)).containsExactly("run-1");
    assertThat(gone(3)).hasSize(18).doesNotContain("run-0");
  }

  @Test
  void theNewestThatCopiedAllStaysAndSoDoesTheNewestGoodOfEachTarget() {
    run("Succeeded", "Succeeded", "Succeeded");
    run("Succeeded", "Succeeded", "Succeeded");
    run("Degraded", "Succeeded", "Failed");
    run("Degraded", "Succeeded", "Failed");
    run("Failed", "Failed", "Failed");

    assertThat(gone(0)).containsExactly("run-0", "run-2", "run-4");
  }

  private List<String> gone(int failed) {
    return new RunHistory(runs)
        .beyond(new HistoryLimits(0, failed), NOW).stream().map(PolicyRun::name).toList();
  }

  /** One more, a day after the last; a is always there, b as well. */
  private void run(String phase, String a, String b) {
    int number = runs.size();
    runs.add(
        PolicyRun.of(
            Serialization.unmarshal(
                """
                apiVersion: salvaguarda.dev/v1alpha1
                kind: BackupRun
                metadata: {name: run-%d, namespace: city, uid: uid-%d, creationTimestamp: "%sT00:00:00Z"}
                spec: {policyRef: {name: payroll}, trigger: {type: Schedule}}
                status:
                  phase: %s
                  capturedAt: "%3$sT00:00:00Z"
                  completionTime: "%3$sT01:00:00Z"
                  targets: [{name: a, phase: %s}, {name: b, phase: %s}]
                """
                    .formatted(number, number, FIRST.plusDays(number), phase, a, b),
                BackupRun.class)));
  }
}
