package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeShellTest {
  @TempDir static Path folder;

  private static ServerCertificate certificate;

  private ProxmoxCluster cluster;
  private SimulatedGuest guest;

  @BeforeAll
  static void certify() {
    certificate = ServerCertificate.create(folder);
  }

  @BeforeEach
  void start() {
    cluster = ProxmoxCluster.start(ProxmoxSettings.of(5).withNodes("pve01", "pve02"), certificate);
    guest =
        cluster
            .virtualMachine(100, "mail", "pve01")
            .withAgent()
            .drive("scsi0", 8 << 20)
            .drive("scsi1", (1 << 20) + 4096)
            .efiDisk();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void sendsEveryClusterOnceInAnOrderThatIsNeverTheSame() throws Exception {
    ShellSession first = backup();
    ShellSession second = backup();

    ArchiveCheck one = new ArchiveCheck(first.output());
    ArchiveCheck other = new ArchiveCheck(second.output());
    assertThat(first.exitStatus()).isZero();
    assertThat(one.isComplete()).isTrue();
    assertThat(one.sha256(1)).isEqualTo(guest.drive("efidisk0").sha256());
    assertThat(one.sha256(2)).isEqualTo(guest.drive("scsi0").sha256());
    assertThat(one.sha256(3)).isEqualTo(guest.drive("scsi1").sha256());
    assertThat(other.places()).isNotEqualTo(one.places());
    assertThat(other.uuid()).isNotEqualTo(one.uuid());
  }

  @Test
  void saysOnStandardErrorWhatItDoes() throws Exception {
    ShellSession ended = backup();

    assertThat(ended.log().lines())
        .contains(
            "INFO: Starting Backup of VM 100 (qemu)",
            "INFO: issuing guest-agent 'fs-freeze' command",
            "INFO: started backup task '%s'".formatted(new ArchiveCheck(ended.output()).uuid()))
        .last()
        .isEqualTo("GUARD-EXIT 0");
    assertThat(ended.log()).containsPattern("INFO: Finished Backup of VM 100 \\(");
  }

  @Test
  void copiesWithoutAWrapperAsWell() throws Exception {
    ShellSession ended =
        ShellSession.run(cluster, "pve01", "vzdump 100 --stdout --dumpdir /var/tmp/dump");

    assertThat(ended.exitStatus()).isZero();
    assertThat(new ArchiveCheck(ended.output()).isComplete()).isTrue();
    assertThat(ended.log()).doesNotContain("GUARD-EXIT");
  }

  @Test
  void changesAFewBlocksOnTheSecondDay() throws Exception {
    String before = guest.drive("scsi0").sha256();

    guest.day(2);

    assertThat(guest.drive("scsi0").sha256()).isNotEqualTo(before);
    assertThat(new ArchiveCheck(backup().output()).sha256(2))
        .isEqualTo(guest.drive("scsi0").sha256());
    guest.day(1);
    assertThat(guest.drive("scsi0").sha256()).isEqualTo(before);
  }

  @Test
  void saysNothingAndSucceedsForAGuestOfAnotherNode() throws Exception {
    ShellSession ended = ShellSession.run(cluster, "pve02", "backup 100");

    assertThat(ended.exitStatus()).isZero();
    assertThat(ended.output()).isEmpty();
    assertThat(ended.log()).isEqualTo("GUARD-EXIT 0\n");
  }

  @Test
  void refusesAGuestThatIsLocked() throws Exception {
    guest.lock("backup");

    ShellSession ended = backup();

    assertThat(ended.exitStatus()).isEqualTo(255);
    assertThat(ended.log()).contains("ERROR: Backup of VM 100 failed - VM is locked (backup)");
  }

  @Test
  void copiesOneGuestAtATime() throws Exception {
    cluster.virtualMachine(101, "files", "pve01").drive("scsi0", 1 << 20);
    CountDownLatch release = new CountDownLatch(1);
    guest.nextBackup(new Fault.StallAfter(100_000, release));
    cluster.lockWait(Duration.ofMillis(1));
    CompletableFuture<ShellSession> slow = CompletableFuture.supplyAsync(this::unchecked);
    await().until(() -> "backup".equals(guest.lock()));

    ShellSession refused = ShellSession.run(cluster, "pve01", "backup 101");
    release.countDown();

    assertThat(refused.log())
        .contains("ERROR: can't acquire lock '/var/run/vzdump.lock' - got timeout");
    assertThat(slow.get(60, TimeUnit.SECONDS).exitStatus()).isZero();
    assertThat(guest.lock()).isNull();
  }

  @Test
  void letsTheGuestGoWhenTheConnectionEnds() throws Exception {
    guest.nextBackup(new Fault.StallAfter(100_000, new CountDownLatch(1)));
    CompletableFuture<ShellSession> lost = CompletableFuture.supplyAsync(this::unchecked);
    await().until(() -> "backup".equals(guest.lock()));

    cluster.shell("pve01").dropConnections();

    await().until(() -> guest.lock() == null);
    assertThat(lost.get(60, TimeUnit.SECONDS).exitStatus()).isNull();
    assertThat(backup().exitStatus()).isZero();
  }

  @Test
  void failsAsItIsTold() throws Exception {
    guest
        .nextBackup(new Fault.EmptySuccess())
        .nextBackup(new Fault.CutAtExtent(1, 255))
        .nextBackup(new Fault.CutAtExtent(1, 0))
        .nextBackup(new Fault.ResetAfter(100_000))
        .nextBackup(new Fault.HostDiesAfter(100_000));

    ShellSession empty = backup();
    ShellSession cut = backup();
    ShellSession cutQuietly = backup();
    ShellSession reset = backup();
    ShellSession died = backup();

    assertThat(empty.exitStatus()).isZero();
    assertThat(empty.output()).isEmpty();
    assertThat(cut.exitStatus()).isEqualTo(255);
    assertThat(new ArchiveCheck(cut.output()).places()).hasSize(58);
    assertThat(cutQuietly.exitStatus()).isZero();
    assertThat(cutQuietly.log()).contains("Finished Backup of VM 100");
    assertThat(reset.exitStatus()).isNull();
    assertThat(died.exitStatus()).isNull();
    assertThat(guest.lock()).isEqualTo("backup");
  }

  @Test
  void liesAsItIsTold() throws Exception {
    guest
        .nextBackup(new Fault.WrongUuidInLog())
        .nextBackup(new Fault.DuplicatedExtent(0))
        .nextBackup(new Fault.FlippedPayloadBit())
        .nextBackup(new Fault.FreezeFails(), new Fault.FloodedLog(300_000));

    ShellSession wrong = backup();
    ArchiveCheck twice = new ArchiveCheck(backup().output());
    ArchiveCheck flipped = new ArchiveCheck(backup().output());
    ShellSession loud = backup();

    assertThat(wrong.log()).doesNotContain(new ArchiveCheck(wrong.output()).uuid().toString());
    assertThat(twice.isComplete()).isFalse();
    assertThat(flipped.isComplete()).isTrue();
    assertThat(List.of(flipped.sha256(1), flipped.sha256(2), flipped.sha256(3)))
        .isNotEqualTo(guest.drives().stream().map(DriveContent::sha256).toList());
    assertThat(loud.log())
        .contains("qmp command 'guest-fsfreeze-freeze' failed")
        .hasSizeGreaterThan(300_000);
  }

  @Test
  void refusesWhatTheWrapperDoesNotKnow() throws Exception {
    ShellSession ended = ShellSession.run(cluster, "pve01", "backup 100; id");

    assertThat(ended.exitStatus()).isEqualTo(64);
    assertThat(ended.log()).endsWith("GUARD-EXIT 64\n");
    assertThat(ShellSession.run(cluster, "pve01", "probe").output())
        .asString()
        .startsWith("VERSION=1\nTEST_RANGE=9000-9999\nTEST_STORES=local-lvm\npve-manager/9.2.3");
    assertThat(cluster.shell("pve01").commands()).containsExactly("backup 100; id", "probe");
  }

  private ShellSession backup() throws Exception {
    return ShellSession.run(cluster, "pve01", "backup 100");
  }

  private ShellSession unchecked() {
    try {
      return backup();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
