package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.RestoredGuest;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guests come back to a simulated cluster, to stay there. */
class GuestRecoveryIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final long MIB = 1 << 20;
  private static final String MAIL = "/guests/100";

  private static final String WEB = "/guests/102";

  private AgentBench bench;
  private GuestBench guests;
  private ProxmoxCluster cluster;
  private SimulatedGuest mail;
  private AgentBench.Outcome copied;

  @BeforeEach
  void copyAGuest(@TempDir Path temporary) throws Exception {
    bench = new AgentBench(S3.get(), temporary);
    guests = new GuestBench(bench, temporary);
    cluster = guests.cluster();
    mail =
        cluster
            .virtualMachine(100, "mail", "pve01")
            .tags("nightly")
            .drive("scsi0", 4 * MIB)
            .withAgent()
            .start();
    copied = guests.copy();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void aGuestComesBackUnderAFreeNumberSwitchedOffAndUnplugged() throws Exception {
    cluster.virtualMachine(200, "other", "pve02").start();

    AgentBench.Outcome outcome = recover(200, 209, false, false);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(MAIL).path("rung").asText()).isEqualTo("V1");
    assertThat(outcome.target(MAIL).path("restoredAs").asText()).isEqualTo("guest 201 on pve02");
    assertThat(outcome.output()).contains("without these settings", "onboot");
    assertThat(outcome.target(MAIL).path("note").asText()).contains("onboot");
    SimulatedGuest back = cluster.guest(201);
    RestoredGuest made = back.restored().orElseThrow();
    assertThat(made.sums()).containsEntry("scsi0", mail.drive("scsi0").sha256());
    assertThat(made.config())
        .containsEntry("name", "mail")
        .hasEntrySatisfying(
            "tags", tags -> assertThat(tags).startsWith("nightly;salvaguarda-restored;sv-"))
        .hasEntrySatisfying("net0", net -> assertThat(net).endsWith(",link_down=1"));
    assertThat(back.isRunning()).isFalse();
    assertThat(back.node()).isEqualTo("pve02");
    assertThat(cluster.guest(200).restored()).as("another's").isEmpty();
  }

  @Test
  void aGuestThatIsStartedIsAskedWhetherItIsUp() throws Exception {
    cluster.virtualMachine(103, "mute", "pve01").drive("scsi0", MIB).start();
    copied = guests.copy();
    cluster.silentAgents(1);

    AgentBench.Outcome mute = bench.run(order("/guests/103", 202, 202, false, true));
    AgentBench.Outcome answered = recover(200, 200, false, true);
    cluster.silentAgents(1_000_000);
    AgentBench.Outcome silent = recover(201, 201, false, true);

    assertThat(mute.exitCode()).as(mute.output()).isZero();
    assertThat(mute.target("/guests/103").path("rung").asText()).isEqualTo("V1");
    assertThat(mute.target("/guests/103").path("note").asText())
        .startsWith("It was started, and it is not known whether it is up:");
    assertThat(answered.exitCode()).as(answered.output()).isZero();
    assertThat(answered.target(MAIL).path("rung").asText()).isEqualTo("V3");
    assertThat(cluster.guest(200).isRunning()).isTrue();
    assertThat(silent.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(silent.reasonOf(MAIL)).isEqualTo("GUEST_NOT_RESTORED");
    assertThat(cluster.guest(201).isRunning()).as("it stays").isTrue();
  }

  /** A worker that was killed told nobody. */
  @Test
  void whatAnEarlierAttemptMadeIsNotMadeTwice() throws Exception {
    Path order = order(200, 209, false, false);
    assertThat(bench.run(order).exitCode()).isZero();

    AgentBench.Outcome again = bench.run(order);

    assertThat(again.exitCode()).as(again.output()).isZero();
    assertThat(again.target(MAIL).path("restoredAs").asText()).isEqualTo("guest 200 on pve02");
    assertThat(again.target(MAIL).path("rung").asText()).isEqualTo("V1");
    assertThat(restores()).hasSize(1);

    String _ = bench.bucket().damageLargestPack();
    AgentBench.Outcome damaged = bench.run(order);

    assertThat(damaged.reasonOf(MAIL)).as("it was not read").isEqualTo("REPOSITORY_CORRUPT");
  }

  @Test
  void aGuestThatIsThereIsReplacedOnlyIfItsNumberIsForcedAndItIsSwitchedOff() throws Exception {
    SimulatedGuest old = cluster.virtualMachine(300, "old", "pve02").drive("scsi0", MIB).start();

    AgentBench.Outcome kept = recover(300, 300, false, false);
    AgentBench.Outcome running = recover(300, 300, true, false);
    old.stop();
    old.moveTo("pve01");
    AgentBench.Outcome elsewhere = recover(300, 300, true, false);
    old.moveTo("pve02");

    for (AgentBench.Outcome refused : List.of(kept, running, elsewhere)) {
      assertThat(refused.reasonOf(MAIL)).as(refused.output()).isEqualTo("TARGET_EXISTS");
    }
    assertThat(restores()).isEmpty();
    assertThat(recover(300, 300, true, false).exitCode()).isZero();
    assertThat(cluster.guest(300).config()).containsEntry("name", "mail");
  }

  @Test
  void aContainerComesBackAndReplacesOnlyAContainer() throws Exception {
    SimulatedGuest web =
        cluster.container(102, "web", "pve01").tags("nightly").files(20, 3_000).start();
    copied = guests.copy();
    SimulatedGuest old = cluster.container(300, "old", "pve02").stop();
    SimulatedGuest machine = cluster.virtualMachine(301, "other", "pve02").stop();

    AgentBench.Outcome outcome = bench.run(order(WEB, 200, 209, false, true));
    AgentBench.Outcome replaced = bench.run(order(WEB, 300, 300, true, false));
    AgentBench.Outcome refused = bench.run(order(WEB, 301, 301, true, false));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(WEB).path("rung").asText()).isEqualTo("V3");
    SimulatedGuest back = cluster.guest(200);
    assertThat(back.kind()).isEqualTo(web.kind());
    assertThat(back.isRunning()).isTrue();
    assertThat(back.config())
        .containsEntry("hostname", "web")
        .hasEntrySatisfying(
            "tags", tags -> assertThat(tags).startsWith("nightly;salvaguarda-restored;sv-"));
    assertThat(replaced.exitCode()).as(replaced.output()).isZero();
    assertThat(cluster.guest(300)).isNotSameAs(old);
    assertThat(refused.reasonOf(WEB)).isEqualTo("TARGET_EXISTS");
    assertThat(cluster.guest(301)).isSameAs(machine);
  }

  @Test
  void nothingStaysOfAGuestWhoseCopyIsDamaged() throws Exception {
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome outcome = recover(200, 209, false, false);

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(cluster.hasGuest(200)).isFalse();
  }

  /** Proxmox gives it up as soon as an archive begins. */
  @Test
  void aGuestIsNotReplacedByACopyThatIsDamaged() throws Exception {
    SimulatedGuest _ = cluster.virtualMachine(300, "old", "pve02").drive("scsi0", MIB).stop();
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome outcome = recover(300, 300, true, false);

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(cluster.guest(300).name()).isEqualTo("old");
    assertThat(restores()).isEmpty();
  }

  /** It takes hours to read a copy. */
  @Test
  void aGuestThatIsStartedWhileTheCopyIsReadIsNotReplaced() throws Exception {
    SimulatedGuest old = cluster.virtualMachine(300, "old", "pve02").drive("scsi0", MIB).stop();
    int before = cluster.api().requests().size();
    assertThat(recover(300, 300, false, false).reasonOf(MAIL)).isEqualTo("TARGET_EXISTS");
    cluster.api().atRequest(cluster.api().requests().size() - before, old::start);

    AgentBench.Outcome outcome = recover(300, 300, true, false);

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("TARGET_EXISTS");
    assertThat(outcome.output()).contains("Nothing was touched.");
    assertThat(cluster.guest(300)).isSameAs(old);
    assertThat(restores()).isEmpty();
  }

  private AgentBench.Outcome recover(int first, int last, boolean force, boolean start)
      throws Exception {
    return bench.run(order(first, last, force, start));
  }

  private Path order(int first, int last, boolean force, boolean start) throws IOException {
    return order(MAIL, first, last, force, start);
  }

  private Path order(String target, int first, int last, boolean force, boolean start)
      throws IOException {
    return bench.order(
        List.of(copied.wanted(target)),
        RestoreInto.of(new RestoreInto.Guests(guests.place(first, last), true, true, start, 1)),
        force);
  }

  private List<String> restores() {
    return cluster.shell("pve02").commands().stream()
        .filter(command -> command.startsWith("restore "))
        .toList();
  }
}
