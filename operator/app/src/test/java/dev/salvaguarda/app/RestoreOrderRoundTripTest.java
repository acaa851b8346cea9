package dev.salvaguarda.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.wire.WorkOrderReader;
import dev.salvaguarda.api.repository.BackupRepository;
import dev.salvaguarda.api.restore.Restore;
import dev.salvaguarda.controller.restore.RestoreWorker;
import dev.salvaguarda.controller.worker.manifest.JobManifest;
import dev.salvaguarda.controller.worker.manifest.OrderManifest;
import dev.salvaguarda.controller.worker.manifest.WorkerSettings;
import dev.salvaguarda.domain.restore.RestorePlan;
import dev.salvaguarda.domain.restore.RestorePlan.Part;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.domain.workorder.WorkOrder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the operator asks of a worker that restores is what the worker reads, and is mounted. */
class RestoreOrderRoundTripTest {
  private static final Part PAYROLL = new Part("payroll", "0a".repeat(32), 1000L, "5a".repeat(32));

  private static final RestoreInto.Place HOST =
      new RestoreInto.Place(
          new ProxmoxAccess(
              "https://pve01.example.org:8006",
              "/salvaguarda/secrets/target-ca/ca.crt",
              null,
              "/salvaguarda/secrets/target/tokenId",
              "/salvaguarda/secrets/target/tokenSecret"),
          new ProxmoxOrder.Ssh(
              "root",
              "/salvaguarda/secrets/target-ssh/ssh-privatekey",
              List.of("ssh-ed25519 AAAA"),
              2222),
          "pve01",
          "local-lvm",
          9000,
          9099);

  @TempDir private Path folder;

  @Test
  void anOrderForAServerArrivesWholeAndItsFilesAreMounted() throws Exception {
    RestoreWorker worker =
        worker(
            """
            target:
              postgresql:
                host: db.example.org
                credentialsRef: {name: writer}
                tls: {mode: VerifyFull, caBundleRef: {name: authority}}
                rename: [{target: payroll, to: payroll_march}]
            overwrite: Force
            checks:
            - {name: people, sql: {database: payroll, query: SELECT 1, expect: {min: 1}}}
            """);

    RestoreTask task = roundTrip(worker);

    assertThat(task.into())
        .isEqualTo(
            RestoreInto.postgresql(
                new RestoreInto.Server(
                    "db.example.org",
                    5432,
                    "/salvaguarda/secrets/target/username",
                    "/salvaguarda/secrets/target/password",
                    new TlsOrder(
                        TlsOrder.Mode.VERIFY_FULL, "/salvaguarda/secrets/target-ca/ca.crt"))));
    assertThat(task.snapshots())
        .containsExactly(
            new RestoreTask.Wanted("payroll", "0a".repeat(32), "5a".repeat(32), "payroll_march"));
    assertThat(task.force()).isTrue();
    assertThat(task.checks()).hasSize(1);
    assertThat(mounted(worker))
        .contains(
            "/salvaguarda/secrets/target/username",
            "/salvaguarda/secrets/target/password",
            "/salvaguarda/secrets/target-ca/ca.crt",
            task.repository().passwordFile(),
            task.repository().accessKeyFile());
  }

  @Test
  void anOrderForFilesArrivesWholeAndItsVolumeIsMounted() throws Exception {
    RestoreWorker worker =
        worker(
            """
            target:
              files:
                nfs: {server: nas.example.org, path: /export}
                subPath: restored
                include: [finance]
                owners: true
                owner: 1000
            """);

    assertThat(roundTrip(worker).into())
        .isEqualTo(
            RestoreInto.of(
                new RestoreInto.Directory(
                    "/salvaguarda/target/files",
                    "restored",
                    List.of("finance"),
                    List.of(),
                    1000L,
                    null)));
    assertThat(mounted(worker)).contains("/salvaguarda/target/files");
  }

  @Test
  void anOrderForAHostArrivesWholeAndItsFilesAreMounted() throws Exception {
    RestoreWorker worker =
        worker(
            """
            purpose: Test
            target:
              proxmox:
                endpoint: https://pve01.example.org:8006
                tls: {caBundleRef: {name: pve-authority}}
                tokenRef: {name: pve-token}
                ssh: {keyRef: {name: pve-ssh}, hostKeys: [ssh-ed25519 AAAA], port: 2222}
                node: pve01
                storage: local-lvm
                vmidRange: {first: 9000, last: 9099}
                agentTimeout: 90s
                requireStart: true
            """);

    assertThat(roundTrip(worker).into())
        .isEqualTo(RestoreInto.of(new RestoreInto.Sandbox(HOST, 90, true, 3600)));
    assertThat(mounted(worker))
        .contains(
            "/salvaguarda/secrets/target-ca/ca.crt",
            "/salvaguarda/secrets/target/tokenId",
            "/salvaguarda/secrets/target/tokenSecret",
            "/salvaguarda/secrets/target-ssh/ssh-privatekey");
  }

  @Test
  void anOrderForGuestsThatStayArrivesWhole() throws Exception {
    RestoreTask task =
        roundTrip(
            worker(
                """
                target:
                  proxmox:
                    endpoint: https://pve01.example.org:8006
                    tls: {caBundleRef: {name: pve-authority}}
                    tokenRef: {name: pve-token}
                    ssh: {keyRef: {name: pve-ssh}, hostKeys: [ssh-ed25519 AAAA], port: 2222}
                    node: pve01
                    storage: local-lvm
                    vmidRange: {first: 9000, last: 9099}
                    network: Keep
                    unique: false
                    start: true
                """));

    assertThat(task.into())
        .isEqualTo(RestoreInto.of(new RestoreInto.Guests(HOST, false, false, true, 300)));
  }

  @Test
  void anOrderForScratchNamesSpaceThatIsMounted() throws Exception {
    RestoreTask task = roundTrip(worker("purpose: Test\n"));

    assertThat(task.into())
        .isEqualTo(
            RestoreInto.of(new RestoreInto.Scratch("/salvaguarda/scratch/restore", 4L << 30)));
    assertThat(mounted(worker("purpose: Test\n"))).contains("/salvaguarda/scratch");
  }

  private static Set<String> mounted(RestoreWorker worker) {
    return WorkOrderRoundTripTest.mountedFiles(job(worker));
  }

  private static Job job(RestoreWorker worker) {
    return JobManifest.of(worker.spec(), new WorkerSettings("registry.example.org/s:1", "Always"));
  }

  private RestoreTask roundTrip(RestoreWorker worker) throws Exception {
    Job job = job(worker);
    job.getMetadata().setUid("uid-of-job");
    Path file = folder.resolve("order.json");
    Files.writeString(
        file, String.valueOf(OrderManifest.of(worker.spec(), job).getData().get("order.json")));
    WorkOrder order = new WorkOrderReader().read(file);
    assertThat(order.work()).isEqualTo(new WorkIdentity("Restore", "offices", "march", "uid-1", 1));
    return Objects.requireNonNull(order.restore());
  }

  private static RestoreWorker worker(String spec) {
    return new RestoreWorker(
        Serialization.unmarshal(
            """
            metadata: {name: march, namespace: offices, uid: uid-1}
            spec:
              source: {runRef: {name: first}}
            """
                + spec.indent(2),
            Restore.class),
        new RestorePlan("nightly", "first", "offsite", null, List.of(PAYROLL)),
        List.of(PAYROLL),
        Serialization.unmarshal(
            """
            metadata: {name: offsite, namespace: offices}
            spec:
              s3: {endpoint: "https://s3.example.org", bucket: archives, credentialsRef: {name: s3}}
              encryption: {passwordRef: {name: archive}}
            """,
            BackupRepository.class),
        1,
        null,
        Map.of(),
        3600);
  }
}
