package dev.salvaguarda.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.api.ConditionType;
import dev.salvaguarda.api.policy.BackupPolicy;
import dev.salvaguarda.api.restore.RestorePhase;
import dev.salvaguarda.api.run.BackupRun;
import dev.salvaguarda.api.run.RunPhase;
import dev.salvaguarda.controller.condition.ConditionSet;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    apply("pve01", "{}", "[]", "Snapshot");
    assertThat(said("pve01", ConditionType.READY, "True"))
        .isEqualTo("1 schedule in Etc/UTC. Proxmox VE 9.2.3 at 127.0.0.1 shows 3 guests to copy.");
    assertThat(said("pve01", ConditionType.COVERAGE_COMPLETE, "True"))
        .isEqualTo("3 guests are in a policy.");

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
    proveByATest("proof", "", "V2");
    SimulatedGuest _ =
        host.virtualMachine(9009, "held", "pve01")
            .tags("salvaguarda-test;sv-ffff-1")
            .lock("backup");
    proveByATest(
        "trial",
        "targets: [/guests/100, /guests/101]\ntarget:"
            + onHost("vmidRange: {first: 9000, last: 9009}"),
        "V3");
    assertThat(host.shell("pve01").commands().stream().map(command -> command.split(" ", 2)[0]))
        .containsSubsequence("restore-test", "start", "ping", "destroy", "restore-test", "destroy");
    assertThat(host.hasGuest(9000)).as("nothing stays").isFalse();
    toldOfWhatAnEarlierTestLeft();
    host.remove(9009);
    bringBack();
  }

  private void toldOfWhatAnEarlierTestLeft() {
    Restores restores = new Restores(client, namespace);
    assertThat(restores.status("trial").targets())
        .allSatisfy(target ->
            assertThat(target.message())
                .contains("Guest 9009 of a test is still on node pve01;")
                .endsWith("qm stop 9009; qm destroy 9009 --purge 1"));
    await().until(() -> restores.events("trial").toString().contains("GuestLeftOver"));
  }

  private void bringBack() {
    Restores restores = new Restores(client, namespace);
    restores.create(
        "back",
        """
        source: {runRef: {name: second}}
        targets: [/guests/101]
        target:\
        """
            + onHost("vmid: 201"));

    var status = restores.ended("back");

    assertThat(status.phase()).as(status::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.targets().getFirst().restoredAs()).isEqualTo("guest 201 on pve01");
    assertThat(host.guest(201).config()).containsEntry("name", "payroll");
    host.remove(201);
  }

  private void proveByATest(String name, String how, String rung) {
    Restores restores = new Restores(client, namespace);
    restores.create(
        name,
        """
        purpose: Test
        source: {runRef: {name: second}}
        """
            + how);

    var status = restores.ended(name);

    assertThat(status.phase()).as(status::toString).isEqualTo(RestorePhase.SUCCEEDED);
    assertThat(status.rung()).isEqualTo(rung);
    assertThat(restores.condition(name, "Passed")).contains("Passed=True");
  }

  private String onHost(String numbers) {
    return """

      proxmox:
        endpoint: %s
        tls: {fingerprint: "%s"}
        tokenRef: {name: pve-token}
        ssh: {keyRef: {name: pve-ssh}, hostKeys: ["%s"], port: %d}
        node: pve01
        storage: local-lvm
        %s
    """
        .formatted(
            host.api().url(),
            host.fingerprint(),
            host.shell("pve01").hostKey(),
            host.shell("pve01").port(),
            numbers);
  }

  @Test
  void aGuestThatIsNotThereIsMissedByNameWhileTheOthersAreCopied() {
    apply(
        "named",
        "{ids: [101, 404]}",
        "[{match: {names: [vpn]}, reason: made anew each term}]",
        "Stop");
    assertThat(said("named", ConditionType.READY, "False"))
        .isEqualTo("The Proxmox host 127.0.0.1 has no guest 404, which guests.ids names.");
    assertThat(said("named", ConditionType.COVERAGE_COMPLETE, "False"))
        .isEqualTo("1 guest is in a policy, 1 left out on purpose; 1 in none: 100 (mail).");

    BackupRun run = ended("only", "named");

    assertThat(run.getStatus().phase()).isEqualTo(RunPhase.DEGRADED);
    assertThat(run.getStatus().message()).contains("/guests/404");
    assertThat(run.getStatus().targets())
        .filteredOn(target -> target.snapshotId() != null)
        .extracting(target -> target.name())
        .containsExactly("/guests/101");
    assertThat(host.shell("pve01").commands()).contains("backup 101 mode=stop");
  }

  /** What is said before there is a run. */
  private String said(String policy, ConditionType condition, String status) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                Optional.ofNullable(
                        client
                            .resources(BackupPolicy.class)
                            .inNamespace(namespace)
                            .withName(policy)
                            .get()
                            .getStatus())
                    .flatMap(told -> ConditionSet.of(told.conditions()).find(condition))
                    .filter(found -> found.getStatus().equals(status))
                    .map(Condition::getMessage),
            Optional::isPresent)
        .orElseThrow();
  }

  private void apply(String name, String guests, String exclusions, String mode) {
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
              exclusions: %s
              mode: %s
          repositories: [{name: offsite}]
        """
            .formatted(
                name,
                namespace,
                host.api().url(),
                host.fingerprint(),
                guests,
                host.shell("pve01").hostKey(),
                host.shell("pve01").port(),
                exclusions,
                mode));
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
