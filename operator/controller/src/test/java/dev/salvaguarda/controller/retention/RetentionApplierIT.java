package dev.salvaguarda.controller.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.policy.BackupPolicyStatus;
import dev.salvaguarda.api.policy.RetentionStatus;
import dev.salvaguarda.domain.retention.Announcement;
import dev.salvaguarda.domain.retention.Cause;
import dev.salvaguarda.domain.retention.JudgedSnapshot.Fate;
import dev.salvaguarda.domain.workorder.RetentionResult;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import dev.salvaguarda.testkit.cluster.Crds;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionApplierIT {
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
  private static final Instant DUE = Instant.parse("2026-11-26T11:59:00Z");

  @SuppressWarnings("NullAway.Init")
  private static ControlPlane cluster;

  @SuppressWarnings("NullAway.Init")
  private KubernetesClient client;

  @SuppressWarnings("NullAway.Init")
  private String namespace;

  @BeforeAll
  static void startCluster() {
    cluster = ControlPlane.start();
    Crds.install(cluster.client(), Path.of("..", "..", "crds"));
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @BeforeEach
  void createPolicy() {
    client = cluster.client();
    namespace = cluster.newNamespace("retention");
    BackupPolicy policy =
        Serialization.unmarshal(
            """
            apiVersion: salvaguarda.dev/v1alpha1
            kind: BackupPolicy
            metadata: {name: payroll}
            spec:
              schedules: [{name: daily, cron: "0 22 * * *"}]
              source: {postgresql: {host: db.example.org, credentialsRef: {name: payroll-reader}}}
              repositories: [{name: offsite}]
              retention: {keepDaily: 3}
            """,
            BackupPolicy.class);
    policy.getMetadata().setNamespace(namespace);
    client.resource(policy).create();
  }

  @Test
  void whatAPassDidIsWrittenBesideWhatThePolicysOwnLookWrites() {
    BackupPolicy own = read();
    own.setStatus(status("nextRuns: [soon]\nconsecutiveFailures: 2"));
    client.resource(own).subresource("status").patch();

    new RetentionApplier(client).write("offsite", DUE, List.of(result("payroll", 362)));

    BackupPolicyStatus written = read().getStatus();
    assertThat(written.nextRuns()).containsExactly("soon");
    assertThat(written.consecutiveFailures()).isEqualTo(2);
    assertThat(written.retention())
        .containsExactly(
            new RetentionStatus(
                "offsite",
                NOW,
                "keepDaily=3",
                365,
                0,
                362,
                109,
                NOW,
                "keepDaily=3 in Etc/UTC",
                NOW.plus(Announcement.NOTICE),
                List.of(
                    new RetentionStatus.KeptBy("keepDaily", 3),
                    new RetentionStatus.KeptBy("newest good copy", 1)),
                List.of(
                    new RetentionStatus.Sample(
                        "0123abcd",
                        "payroll",
                        NOW,
                        "HeldBack",
                        "keepDaily: 3 newer days are kept")),
                new RetentionStatus.Next(
                    NOW.plus(Announcement.NOTICE),
                    "keepDaily=3 in Etc/UTC",
                    109,
                    "With keepDaily=3 in Etc/UTC the pass of %s removes 109 of 366 snapshots, if the copies due until then are made. All that was announced goes if it is confirmed."
                        .formatted(NOW.plus(Announcement.NOTICE)),
                    List.of(new RetentionStatus.Sample("0123abcd", "payroll", NOW, null, "why")))));
    assertThat(read().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .contains("salvaguarda-maintenance");
  }

  @Test
  void theSameAgainWritesNothing() {
    RetentionApplier applier = new RetentionApplier(client);
    applier.write("offsite", DUE, List.of(result("payroll", 362)));
    String version = read().getMetadata().getResourceVersion();

    applier.write("offsite", DUE, List.of(result("payroll", 362)));

    assertThat(read().getMetadata().getResourceVersion()).isEqualTo(version);
  }

  @Test
  void whatAnEarlierAttemptOfThePassRemovedIsAddedOnce() {
    RetentionApplier applier = new RetentionApplier(client);
    applier.write("offsite", DUE, List.of(attempt(NOW, 50, 70, 30, Fate.REMOVED, "first")));
    RetentionResult second = attempt(NOW.plusSeconds(60), 2, 68, 9, Fate.KEPT, "second");
    applier.write("offsite", DUE, List.of(second));
    applier.write("offsite", DUE, List.of(second));

    RetentionStatus told = read().getStatus().retention().getFirst();
    assertThat(told.passTime()).isEqualTo(NOW.plusSeconds(60));
    assertThat(told.removed()).isEqualTo(52);
    assertThat(told.snapshots()).isEqualTo(68);
    assertThat(told.allowance()).isEqualTo(59);
    assertThat(told.samples())
        .extracting(sample -> sample.target() + " " + sample.fate())
        .containsExactly("first Removed", "second Kept");
  }

  @Test
  void whatAnEarlierPassRemovedIsNotAddedToTheNext() {
    RetentionApplier applier = new RetentionApplier(client);
    applier.write("offsite", DUE, List.of(attempt(NOW, 50, 70, 30, Fate.REMOVED, "first")));
    Instant next = NOW.plusSeconds(86_400);
    applier.write(
        "offsite", next, List.of(attempt(next.plusSeconds(5), 2, 68, 9, Fate.KEPT, "second")));

    RetentionStatus told = read().getStatus().retention().getFirst();
    assertThat(told.removed()).isEqualTo(2);
    assertThat(told.samples()).extracting(RetentionStatus.Sample::target).containsExactly("second");
  }

  @Test
  void whatIsKnownOfARepositoryThatThePolicyNoLongerNamesGoes() {
    RetentionApplier applier = new RetentionApplier(client);
    applier.write("former", DUE, List.of(result("payroll", 1)));
    applier.write("offsite", DUE, List.of(result("payroll", 362)));

    assertThat(read().getStatus().retention())
        .extracting(RetentionStatus::repository)
        .containsExactly("offsite");
  }

  @Test
  void aPolicyThatIsGoneIsLeftOut() {
    new RetentionApplier(client)
        .write("offsite", DUE, List.of(result("gone", 1), result("payroll", 1)));

    assertThat(read().getStatus().retention()).hasSize(1);
  }

  private RetentionResult attempt(
      Instant at, int removed, int left, int allowance, Fate fate, String target) {
    return new RetentionResult(
        namespace,
        "payroll",
        at,
        "keepDaily=3",
        left,
        removed,
        0,
        allowance,
        null,
        Map.of(),
        List.of(new RetentionResult.Sample("0123abcd".repeat(8), target, NOW, fate, "why")),
        null);
  }

  private RetentionResult result(String policy, int heldBack) {
    return new RetentionResult(
        namespace,
        policy,
        NOW,
        "keepDaily=3",
        365,
        0,
        heldBack,
        109,
        new Announcement(NOW, "keepDaily=3 in Etc/UTC"),
        Map.of(Cause.DAILY, 3, Cause.NEWEST_GOOD, 1),
        List.of(
            new RetentionResult.Sample(
                "0123abcd".repeat(8),
                "payroll",
                NOW,
                Fate.HELD_BACK,
                "keepDaily: 3 newer days are kept")),
        new RetentionResult.Preview(
            NOW.plus(Announcement.NOTICE),
            "keepDaily=3 in Etc/UTC",
            1,
            366,
            109,
            List.of(
                new RetentionResult.Sample(
                    "0123abcd".repeat(8), "payroll", NOW, Fate.REMOVED, "why"))));
  }

  private BackupPolicy read() {
    return client.resources(BackupPolicy.class).inNamespace(namespace).withName("payroll").get();
  }

  private static BackupPolicyStatus status(String yaml) {
    return Serialization.unmarshal(yaml, BackupPolicyStatus.class);
  }
}
