package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which restores the end of a run wakes. */
class RestoreEventSourcesTest {
  private static final Restore WAITS = restore("waits", "runRef: {name: night}", "Pending");

  @Test
  void theEndOfARunWakesThoseThatNameIt() {
    assertThat(woken("Succeeded", WAITS, restore("fresh", "runRef: {name: night}", "")))
        .containsExactlyInAnyOrder(
            new ResourceID("waits", "finance"), new ResourceID("fresh", "finance"));
  }

  @Test
  void aRunThatGoesOnWakesNone() {
    assertThat(woken("Running", WAITS)).isEmpty();
  }

  @Test
  void noneIsWokenThatHasEndedOrNamesSomethingElse() {
    assertThat(
            woken(
                "Succeeded",
                restore("ended", "runRef: {name: night}", "Failed"),
                restore("other", "runRef: {name: day}", "Pending"),
                restore("newest", "policyRef: {name: payroll}", "Pending")))
        .isEmpty();
  }

  private static Set<ResourceID> woken(String phase, Restore... restores) {
    BackupRun run =
        Serialization.unmarshal(
            """
            metadata: {name: night, namespace: finance}
            spec: {policyRef: {name: payroll}}
            status: {phase: %s}
            """
                .formatted(phase),
            BackupRun.class);
    return RestoreEventSources.waitingFor(run, Stream.of(restores));
  }

  private static Restore restore(String name, String source, String phase) {
    return Serialization.unmarshal(
        """
        metadata: {name: %s, namespace: finance}
        spec: {source: {%s}}
        status: {%s}
        """
            .formatted(name, source, phase.isEmpty() ? "" : "phase: " + phase),
        Restore.class);
  }
}
