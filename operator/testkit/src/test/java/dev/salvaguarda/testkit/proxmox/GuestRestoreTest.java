package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuestRestoreTest {
  private static final String RESTORE = "restore-test 9100 local-lvm";

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
    cluster = ProxmoxCluster.start(ProxmoxSettings.of(3), certificate);
    guest =
        cluster
            .virtualMachine(100, "mail", "pve01")
            .withAgent()
            .drive("scsi0", 5 << 20)
            .drive("scsi1", 1 << 20)
            .efiDisk();
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void takesAnArchiveApartAndStartsWhatWasInIt() throws Exception {
    cluster.silentAgents(1);

    ShellSession ended = run(RESTORE, archive());

    assertThat(ended.exitStatus()).as(ended.log()).isZero();
    RestoredGuest restored = cluster.guest(9100).restored().orElseThrow();
    for (DriveContent drive : guest.drives()) {
      assertThat(restored.sums()).containsEntry(drive.image().key(), drive.sha256());
    }
    assertThat(run("qm start 9100").exitStatus()).isZero();
    assertThat(run("qm status 9100").output()).asString().isEqualTo("status: running\n");
    assertThat(run("qm guest cmd 9100 ping").log()).contains("QEMU guest agent is not running");
    assertThat(run("qm guest cmd 9100 ping").exitStatus()).isZero();
    assertThat(run("qm destroy 9100"))
        .satisfies(refused -> assertThat(refused.log()).contains("is running"))
        .satisfies(refused -> assertThat(refused.exitStatus()).isEqualTo(255));
    assertThat(run("destroy 9100 sv-another-1").log())
        .isEqualTo("no guest of this test is here\nGUARD-EXIT 0\n");
    assertThat(run("qm status 9100").exitStatus()).isZero();
    assertThat(run("destroy 9100").exitStatus()).isZero();
    assertThat(run("qm status 9100").exitStatus()).isEqualTo(255);
  }

  @Test
  void takesNoArchiveThatIsNotWhole() throws Exception {
    guest.everyBackup(new Fault.CutAtExtent(1, 0));

    ShellSession ended = run(RESTORE, archive());

    assertThat(ended.exitStatus()).isEqualTo(255);
    assertThat(ended.log()).contains("detected missing cluster");
    assertThat(run("qm status 9100").exitStatus()).as("the guard clears up").isEqualTo(255);
  }

  @Test
  void leavesTheGuestOfARestoreThatFailsAsAHostDoes() throws Exception {
    byte[] archive = archive();

    ShellSession cut = run("qm create 9100 --archive -", Arrays.copyOf(archive, 100_000));
    ShellSession none = run("qm create 9101 --archive -", new byte[] {'V', 'M', 'A'});

    assertThat(cut.log()).contains("VM 9100 state is NOT cleaned up.");
    assertThat(none.exitStatus()).isEqualTo(255);
    assertThat(cluster.guest(9100).config()).containsExactly(Map.entry("memory", "128"));
    assertThat(cluster.guest(9101).config()).isEmpty();
    assertThat(run("qm create 9100 --archive -", archive).log()).contains("already exists");
  }

  @Test
  void overwritesAGuestOnlyIfItIsToldToAndTheGuestDoesNotRun() throws Exception {
    byte[] archive = archive();
    guest.day(2);
    String force = "qm create 100 --archive - --force 1";

    assertThat(run(force, archive).log()).contains("unable to restore VM 100 - vm is running");
    guest.stop();
    assertThat(run(force, Arrays.copyOf(archive, 100_000)).exitStatus()).isEqualTo(255);
    assertThat(cluster.guest(100).config()).as("it is lost").hasSize(1);
    assertThat(run(force, archive).exitStatus()).isZero();
    assertThat(cluster.guest(100).restored().orElseThrow().config()).containsEntry("name", "mail");
  }

  @Test
  void bringsBackAGuestThatSaysWhoseItIsAndStartsItWhenItIsAskedTo() throws Exception {
    byte[] archive = archive();

    assertThat(run("restore 200 local-lvm sv-a-1 unique", archive).exitStatus()).isZero();
    RestoredGuest made = cluster.guest(200).restored().orElseThrow();
    assertThat(made.config()).containsEntry("onboot", "0");
    assertThat(made.config().get("net0")).isNotEqualTo(guest.config().get("net0"));
    assertThat(run("start 200 sv-a-1").log()).contains("was not made by this restore");
    assertThat(run("destroy 200 sv-a-1").exitStatus()).isEqualTo(64);
  }

  @Test
  void takesNoArchiveWithAnotherChecksumOrAShortEnd() throws Exception {
    byte[] archive = archive();
    byte[] turned = archive.clone();
    turned[100] ^= 1;

    assertThat(run(RESTORE, turned).log()).contains("wrong checksum");
    assertThat(run(RESTORE, Arrays.copyOf(archive, archive.length - 700)).log())
        .contains("short read");
  }

  @Test
  void takesTheNumberOfNoGuestThatIsThere() throws Exception {
    ShellSession ended = run("qmrestore - 100", archive());

    assertThat(ended.log())
        .contains("unable to restore VM 100 - VM 100 already exists on node 'pve01'");
    assertThat(run("restore-test 100 local-lvm", archive()).exitStatus()).isEqualTo(64);
    assertThat(run("destroy 100").exitStatus()).isEqualTo(64);
  }

  @Test
  void takesNoGuestThatReachesForTheHost() throws Exception {
    ShellSession ended =
        run("qm create 9100 --archive - --hookscript local:snippets/x.pl", archive());

    assertThat(ended.log()).contains("only a guest without 'hookscript' is taken here");
  }

  @Test
  void restoresContainersWithTheirFiles() throws Exception {
    SimulatedGuest container = cluster.container(101, "proxy", "pve01").files(20, 10_000);
    byte[] archive = ShellSession.run(cluster, "pve01", "backup 101").output();

    ShellSession ended = run("pct restore 9101 - --rootfs local-lvm:8", archive);

    assertThat(ended.exitStatus()).as(ended.log()).isZero();
    assertThat(run("pct restore 9102 -", archive).exitStatus()).isEqualTo(255);
    RestoredGuest restored = cluster.guest(9101).restored().orElseThrow();
    assertThat(restored.config()).containsEntry("hostname", "proxy");
    for (ContainerMember member : container.members()) {
      if (member.type() == '0') {
        assertThat(restored.sums()).containsEntry(member.name(), member.sha256());
      }
    }
  }

  private byte[] archive() throws Exception {
    return ShellSession.run(cluster, "pve01", "backup 100").output();
  }

  private ShellSession run(String command) throws Exception {
    return run(command, new byte[0]);
  }

  private ShellSession run(String command, byte[] input) throws Exception {
    return ShellSession.run(cluster, "pve01", command, input);
  }
}
