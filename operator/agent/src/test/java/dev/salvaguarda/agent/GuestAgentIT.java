package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.DriveContent;
import dev.salvaguarda.testkit.proxmox.Fault;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program that runs in a pod, against a simulated cluster of two Proxmox nodes. */
class GuestAgentIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String MAIL = "/guests/100";
  private static final long MIB = 1 << 20;

  private Path folder;
  private AgentBench bench;
  private GuestBench guests;
  private ProxmoxCluster cluster;
  private SimulatedGuest mail;

  @BeforeEach
  void startCluster(@TempDir Path temporary) throws Exception {
    folder = temporary;
    bench = new AgentBench(S3.get(), temporary);
    guests = new GuestBench(bench, temporary);
    cluster = guests.cluster();
    mail =
        cluster
            .virtualMachine(100, "mail", "pve01")
            .efiDisk()
            .drive("scsi0", 24 * MIB)
            .drive("scsi1", 8 * MIB)
            .withAgent()
            .start();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void storesEachDriveAsFilesThatStockResticRestoresByteForByte() throws Exception {
    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(MAIL).path("consistency").asText()).isEqualTo("FILE_SYSTEM");
    Path restored = folder.resolve("restored");
    bench.restic("restore", outcome.snapshotOf(MAIL), "--target", restored.toString(), "--verify");
    for (DriveContent drive : mail.drives()) {
      Path directory = restored.resolve("guests/100").resolve(drive.image().device());
      assertThat(sha256(directory)).as(drive.image().device()).isEqualTo(drive.sha256());
    }
    assertThat(restored.resolve("guests/100/qemu-server.conf")).content().contains("mail");
    bench.restic("check", "--read-data");
  }

  @Test
  void storesNothingOfAGuestThatDidNotChangeAlthoughItsBlocksComeInAnotherOrder() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    AgentBench.Outcome second = bench.run(order());

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(stored(second)).isLessThan(stored(first) / 1000);
  }

  @Test
  void storesOnlyTheBlocksThatChangedOverNight() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    mail.day(2);
    AgentBench.Outcome second = bench.run(order());

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(stored(second)).isPositive().isLessThan(stored(first) / 2);
    Path restored = folder.resolve("second");
    bench.restic("restore", second.snapshotOf(MAIL), "--target", restored.toString());
    assertThat(sha256(restored.resolve("guests/100/drive-scsi0")))
        .isEqualTo(mail.drive("scsi0").sha256());
  }

  @Test
  void findsAGuestOnTheNodeToWhichItMigratedAndGoesOnWhenAnotherFails() throws Exception {
    cluster.virtualMachine(101, "payroll", "pve01").drive("scsi0", MIB).start().lock("migrate");
    mail.moveTo("pve02");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.target(MAIL).path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(outcome.reasonOf("/guests/101")).isEqualTo("DUMP_FAILED");
    assertThat(outcome.output()).contains("Guest 101 (payroll) is locked by Proxmox (migrate)");
    assertThat(cluster.shell("pve02").commands()).containsExactly("backup 100");
  }

  @Test
  void copiesTheGuestsOfOtherNodesWhenOneCanNotBeEntered() throws Exception {
    cluster.virtualMachine(101, "payroll", "pve02").drive("scsi0", MIB).withAgent().start();
    cluster.shell("pve01").close();

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf(MAIL)).isEqualTo("SOURCE_UNREACHABLE");
    assertThat(outcome.target("/guests/101").path("outcome").asText()).isEqualTo("SUCCEEDED");
  }

  @Test
  void copiesOneGuestOfEachNodeAtATimeWhereSeveralAreAskedFor() throws Exception {
    cluster.virtualMachine(101, "payroll", "pve02").drive("scsi0", MIB).start();
    cluster.virtualMachine(102, "vpn", "pve01").drive("scsi0", MIB).start();
    CountDownLatch reached = new CountDownLatch(1);
    mail.nextBackup(new Fault.StallAfter(MIB, reached));
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              await().until(() -> cluster.shell("pve02").commands().contains("backup 101"));
              reached.countDown();
            });

    AgentBench.Outcome outcome = bench.run(guests.orderOf(2));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(cluster.shell("pve01").commands()).containsExactly("backup 100", "backup 102");
    Path restored = folder.resolve("side-by-side");
    bench.restic("restore", outcome.snapshotOf(MAIL), "--target", restored.toString());
    assertThat(sha256(restored.resolve("guests/100/drive-scsi0")))
        .isEqualTo(mail.drive("scsi0").sha256());
    bench.restic("check", "--read-data");
  }

  @Test
  void makesNoSnapshotOfAnArchiveThatIsNotWhole() throws Exception {
    List<Fault> faults =
        List.of(
            new Fault.EmptySuccess(),
            new Fault.CutAtExtent(2, 0),
            new Fault.CutAtExtent(2, 255),
            new Fault.CutAfter(1_000_000, 0),
            new Fault.ResetAfter(1_500_000),
            new Fault.WrongUuidInLog(),
            new Fault.LogEndsEarly(),
            new Fault.DuplicatedExtent(1),
            new Fault.LostConfiguration(),
            new Fault.Refused("VM is locked (backup)"));
    for (Fault fault : faults) {
      mail.nextBackup(fault);

      AgentBench.Outcome outcome = bench.run(order());

      assertThat(outcome.exitCode())
          .as("%s: %s", fault, outcome.output())
          .isEqualTo(ExitCode.FAILED.status());
      assertThat(outcome.output()).contains("Guest 100 (mail) was not copied");
    }
    assertThat(bench.snapshots()).isEmpty();
    bench.restic("check", "--read-data");
  }

  @Test
  void copiesByAStorageWithoutSshAndLeavesNothingThere() throws Exception {
    cluster.container(101, "desk", "pve02").files(40, 60_000).start();
    Path spool = Files.createDirectory(folder.resolve("spool"));
    cluster.spool(spool);
    AgentBench.Outcome bySsh = bench.run(order());
    int entered = cluster.shell("pve01").commands().size();

    AgentBench.Outcome outcome = bench.run(guests.spooled(spool));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(MAIL).path("consistency").asText()).isEqualTo("FILE_SYSTEM");
    assertThat(outcome.target("/guests/101").path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(stored(outcome)).isLessThan(stored(bySsh) / 100);
    assertThat(cluster.shell("pve01").commands()).hasSize(entered);
    assertThat(spool.resolve("dump")).isEmptyDirectory();
    Path restored = folder.resolve("by-storage");
    bench.restic("restore", outcome.snapshotOf(MAIL), "--target", restored.toString());
    assertThat(sha256(restored.resolve("guests/100/drive-scsi0")))
        .isEqualTo(mail.drive("scsi0").sha256());
  }

  @Test
  void saysThatACopyIsWeakerThanThePolicyRequires() throws Exception {
    mail.nextBackup(new Fault.FreezeFails());

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf(MAIL)).isEqualTo("CONSISTENCY_TOO_WEAK");
    assertThat(outcome.target(MAIL).path("consistency").asText()).isEqualTo("CRASH");
  }

  private static long stored(AgentBench.Outcome outcome) {
    return outcome.result().path("bytesStored").asLong();
  }

  private Path order() throws IOException {
    return guests.order(Consistency.FILE_SYSTEM);
  }

  /** Of the files of a drive, one after the other. */
  private static String sha256(Path directory) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(directory);
        OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(file)) {
          in.transferTo(sum);
        }
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
