package dev.salvaguarda.controller.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.api.run.BackupRun;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose copies a restore chooses from. */
class CopyGathererTest {
  private static final BackupPolicy POLICY =
      Serialization.unmarshal(
          """
          metadata:
            {name: nightly, namespace: city, uid: second, creationTimestamp: "2026-03-05T00:00:00Z"}
          """,
          BackupPolicy.class);
  private static final BackupRun EARLIER = run("earlier", "first", "2026-03-01T22:00:00Z");
  private static final BackupRun OWN = run("own", "second", "2026-03-05T22:00:00Z");
  private static final List<BackupRun> BOTH = List.of(EARLIER, OWN);

  @Test
  void aTestProvesNothingWithCopiesOfAnEarlierPolicyOfTheName() {
    assertThat(CopyGatherer.speaking(restore("Test"), POLICY, BOTH)).containsExactly(OWN);
  }

  @Test
  void aPersonWhoLostSomethingAlsoGetsWhatAnEarlierPolicyOfTheNameCopied() {
    assertThat(CopyGatherer.speaking(restore("Recovery"), POLICY, BOTH)).isEqualTo(BOTH);
    assertThat(CopyGatherer.speaking(restore("Test"), null, BOTH)).isEqualTo(BOTH);
  }

  private static Restore restore(String purpose) {
    return Serialization.unmarshal(
        """
        metadata: {name: march, namespace: city}
        spec: {purpose: %s, source: {policyRef: {name: nightly, at: Latest}}}
        """
            .formatted(purpose),
        Restore.class);
  }

  private static BackupRun run(String name, String owner, String created) {
    return Serialization.unmarshal(
        """
        metadata:
          name: %s
          namespace: city
          creationTimestamp: "%s"
          ownerReferences:
          - {apiVersion: salvaguarda.dev/v1alpha1, kind: BackupPolicy, name: nightly, uid: %s}
        spec: {policyRef: {name: nightly}}
        """
            .formatted(name, created, owner),
        BackupRun.class);
  }
}
