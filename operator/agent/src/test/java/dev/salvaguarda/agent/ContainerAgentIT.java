package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.ContainerFallback;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.ContainerMember;
import dev.salvaguarda.testkit.proxmox.Fault;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The program that runs in a pod, against containers of a simulated cluster. */
class ContainerAgentIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String DESK = "/guests/101";

  private Path folder;
  private AgentBench bench;
  private GuestBench guests;
  private SimulatedGuest desk;

  @BeforeEach
  void startCluster(@TempDir Path temporary) throws Exception {
    folder = temporary;
    bench = new AgentBench(S3.get(), temporary);
    guests = new GuestBench(bench, temporary);
    desk = guests.cluster().container(101, "desk", "pve01").files(400, 60_000).start();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void storesEachFileSoThatStockResticRestoresItWithWhatBelongsToIt() throws Exception {
    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(DESK).path("consistency").asText()).isEqualTo("FILE_SYSTEM");
    Path guest = restored("restored", outcome);
    Path root = guest.resolve("root");
    for (ContainerMember member : desk.members()) {
      if (member.type() == '0' && isAscii(member.name())) {
        Path file = root.resolve(member.name().substring(2));
        assertThat(sha256(file)).as(member.name()).isEqualTo(member.sha256());
        // What the access list of one gives to others counts more than what its mode does.
        int mode = member.attributes().containsKey("SCHILY.acl.access") ? 0640 : member.mode();
        assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(mode);
        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(100_000);
      }
    }
    assertThat(Files.readSymbolicLink(root.resolve("etc/localtime")))
        .isEqualTo(Path.of("../usr/share/zoneinfo/UTC"));
    assertThat(Files.getAttribute(root.resolve("etc/hostname.link"), "unix:ino"))
        .isEqualTo(Files.getAttribute(root.resolve("etc/hostname"), "unix:ino"));
    assertThat(attribute(root.resolve("etc/labelled"), "user.comment")).contains("kept with care");
    assertThat(attribute(root.resolve("etc/shared"), "system.posix_acl_access"))
        .contains("0x0200000001000600ffffffff02000400e8030000");
    assertThat(
            (int)
                    Files.getAttribute(
                        root.resolve("dev/null"), "unix:mode", LinkOption.NOFOLLOW_LINKS)
                & 0170000)
        .isEqualTo(0020000);
    assertThat(guest.resolve("pct.conf")).content().contains("desk");
    bench.restic("check", "--read-data");
  }

  @Test
  void storesNextToNothingOfAContainerThatWasOnlyReadMeanwhile() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    AgentBench.Outcome second = bench.run(order());

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(stored(second)).isLessThan(stored(first) / 200);
  }

  @Test
  void storesOnlyTheFilesThatChangedOverNight() throws Exception {
    AgentBench.Outcome first = bench.run(order());
    desk.day(2);
    AgentBench.Outcome second = bench.run(order());

    assertThat(second.exitCode()).as(second.output()).isZero();
    assertThat(stored(second)).isPositive().isLessThan(stored(first) / 15);
    Path root = restored("second", second).resolve("root");
    for (ContainerMember member : desk.members()) {
      if (member.type() == '0' && isAscii(member.name())) {
        assertThat(sha256(root.resolve(member.name().substring(2)))).isEqualTo(member.sha256());
      }
    }
  }

  @Test
  void copiesAContainerWithoutSnapshotsOnlyWhereThePolicyAcceptsThat() throws Exception {
    desk.withoutSnapshots();
    // As if the host copied all files first, for ever: nobody waits for that.
    desk.nextBackup(new Fault.StallAfter(1, new CountDownLatch(1)));

    AgentBench.Outcome refused = bench.run(order());
    AgentBench.Outcome accepted =
        bench.run(guests.order(Consistency.FILE_SYSTEM, ContainerFallback.ACCEPT));

    assertThat(refused.exitCode()).as(refused.output()).isEqualTo(ExitCode.FAILED.status());
    assertThat(refused.output()).contains("its storage makes no snapshots");
    assertThat(accepted.exitCode()).as(accepted.output()).isZero();
  }

  @Test
  void makesNoSnapshotOfAnArchiveThatIsNotWhole() throws Exception {
    List<Fault> faults =
        List.of(
            new Fault.EmptySuccess(),
            new Fault.CutAfter(512, 0),
            new Fault.CutAfter(1_000_000, 0),
            new Fault.CutAfter(1_000_000, 255),
            new Fault.ResetAfter(1_500_000),
            new Fault.LogEndsEarly(),
            new Fault.LostConfiguration(),
            new Fault.Refused("CT is locked (backup)"));
    for (Fault fault : faults) {
      desk.nextBackup(fault);

      AgentBench.Outcome outcome = bench.run(order());

      assertThat(outcome.exitCode())
          .as("%s: %s", fault, outcome.output())
          .isEqualTo(ExitCode.FAILED.status());
      assertThat(outcome.output()).contains("Guest 101 (desk) was not copied");
    }
    assertThat(bench.snapshots()).isEmpty();
    bench.restic("check", "--read-data");
  }

  private Path restored(String name, AgentBench.Outcome outcome) throws Exception {
    Path restored = folder.resolve(name);
    bench.restic("restore", outcome.snapshotOf(DESK), "--target", restored.toString(), "--verify");
    return restored.resolve("guests/101");
  }

  private static boolean isAscii(String name) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(name);
  }

  private static long stored(AgentBench.Outcome outcome) {
    return outcome.result().path("bytesStored").asLong();
  }

  private Path order() throws IOException {
    return guests.order(Consistency.FILE_SYSTEM);
  }

  private static String attribute(Path file, String name) throws Exception {
    String form = name.startsWith("user.") ? "text" : "hex";
    Process process =
        new ProcessBuilder("getfattr", "-e", form, "-n", name, file.toString())
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
