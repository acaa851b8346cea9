package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy names a Proxmox host, and its guests are copied each by itself. */
class GuestsIT {
  private static final Duration LONG = Duration.ofMinutes(4);
  private static final long SEED = 20_261_129;
  private static final long MIB = 1 << 20;

  private static Landscape landscape;
  private static OperatorProcess operator;
  private static ProxmoxCluster host;

  @TempDir private Path folder;
  private KubernetesClient client;
  private String namespace;

  @BeforeAll
  static void start(@TempDir Path tls) {
    landscape = Landscape.start();
    operator = OperatorProcess.start(landscape.cluster());
    host =
        ProxmoxCluster.start(
            ProxmoxSettings.of(SEED).withNodes("pve01"), ServerCertificate.create(tls));
    host.virtualMachine(100, "mail", "pve01")
        .efiDisk()
        .drive("scsi0", 24 * MIB)
        .withAgent()
        .start();
    host.virtualMachine(101, "payroll", "pve01").drive("scsi0", 8 * MIB).withAgent().start();
    host.container(102, "vpn", "pve01").files(20, 40_000).start();
  }

  @AfterAll
  static void stop() {
    Closing.quietly(host);
    Closing.quietly(operator);
    Closing.quietly(landscape);
  }

  @BeforeEach
  void applySecrets() {
    client = landscape.client();
    namespace = landscape.namespace("guests");
    String[] token = host.token().split("=", 2);
    client
        .resource(
            Manifests.secret(
                namespace, "pve-token", Map.of("tokenId", token[0], "tokenSecret", token[1])))
        .create();
    client
        .resource(
            Manifests.secret(namespace, "pve-ssh", Map.of("ssh-privatekey", host.clientKey())))
        .create();
    landscape.repository(namespace);
  }

  @Test
  void theGuestsOfAHostAreCopiedAndTheNextNightStoresWhatChanged() {
    apply("pve01", "{}");

    BackupRun first = ended("first", "pve01");
    SimulatedGuest mail = host.guest(100);
    mail.day(2);
    BackupRun second = ended("second", "pve01");

    for (BackupRun run : List.of(first, second)) {
      assertThat(run.getStatus().phase())
          .as(() -> run.getStatus() + System.lineSeparator() + operator.log())
          .isEqualTo(RunPhase.SUCCEEDED);
      assertThat(run.getStatus().targets())
          .extracting(target -> target.name())
          .containsExactly("/guests/100", "/guests/101", "/guests/102");
    }
    assertThat(stored(second)).isPositive().isLessThan(stored(first) / 2);
    assertThat(host.shell("pve01").commands())
        .containsSubsequence(
            "backup 100", "backup 101", "backup 102", "backup 100", "backup 101", "backup 102");
    restic().run("check", "--read-data");
    proveByATest();
  }

  private void proveByATest() {
    Restores restores = new Restores(client, namespace);
    restores.create(
        "proof",
        """
        purpose: Test
        source: {runRef: {name: second}}
        """);

    var status = restores.ended("proof");

    assertThat(status.phase()).as(status::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.rung()).isEqualTo("V2");
    assertThat(restores.condition("proof", "Passed")).contains("Passed=True");
  }

  @Test
  void aGuestThatIsNotThereIsMissedByNameWhileTheOthersAreCopied() {
    apply("named", "{ids: [101, 404]}");

    BackupRun run = ended("only", "named");

    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.DEGRADED);
    assertThat(run.getStatus().message()).contains("/guests/404");
    assertThat(run.getStatus().targets())
        .filteredOn(target -> target.snapshotId() != null)
        .extracting(target -> target.name())
        .containsExactly("/guests/101");
  }

  private void apply(String name, String guests) {
    Manifests.apply(
        client,
        """
        apiVersion: salvaguarda.dev/v1alpha1
        kind: BackupPolicy
        metadata: {name: %s, namespace: %s}
        spec:
          schedules: [{name: only, cron: "0 0 1 1 *"}]
          source:
            proxmox:
              endpoint: %s
              tls: {fingerprint: "%s"}
              tokenRef: {name: pve-token}
              guests: %s
              transport:
                ssh:
                  keyRef: {name: pve-ssh}
                  hostKeys: ["%s"]
                  port: %d
          repositories: [{name: offsite}]
        """
            .formatted(
                name,
                namespace,
                host.api().url(),
                host.fingerprint(),
                guests,
                host.shell("pve01").hostKey(),
                host.shell("pve01").port()));
  }

  private BackupRun ended(String name, String policy) {
    Manifests.apply(client, Manifests.run(namespace, name, policy));
    await().atMost(LONG).until(() -> landscape.hasEnded(namespace, name));
    return Objects.requireNonNull(landscape.run(namespace, name));
  }

  private static long stored(BackupRun run) {
    return run.getStatus().targets().stream()
        .mapToLong(target -> Objects.requireNonNull(target.bytesStored()))
        .sum();
  }

  private Restic restic() {
    return landscape.restic(namespace, folder);
  }
}
