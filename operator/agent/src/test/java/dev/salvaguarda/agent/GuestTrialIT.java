package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.RestoredGuest;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guests are tried on a simulated cluster. */
class GuestTrialIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final long MIB = 1 << 20;
  private static final String MAIL = "/guests/100";
  private static final int FOR_EVER = 1_000_000;
  private static final int TRIED = 9000;

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
            .drive("scsi0", 8 * MIB)
            .withAgent()
            .start();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void aGuestIsMadeHarmlessStartedAskedAndTakenAway() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.silentAgents(2);

    CompletableFuture<AgentBench.Outcome> running = bench.startRun(order(copied, 60));
    await().until(() -> isThere(TRIED) && cluster.guest(TRIED).isRunning());
    SimulatedGuest tried = cluster.guest(TRIED);
    AgentBench.Outcome outcome = running.get(60, TimeUnit.SECONDS);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(MAIL).path("rung").asText()).isEqualTo("V3");
    RestoredGuest made = tried.restored().orElseThrow();
    assertThat(made.sums())
        .containsEntry("scsi0", mail.drive("scsi0").sha256())
        .containsEntry("efidisk0", mail.drive("efidisk0").sha256());
    assertThat(made.config())
        .containsEntry("name", "salvaguarda-test-9000")
        .doesNotContainKey("onboot")
        .hasEntrySatisfying("net0", net -> assertThat(net).endsWith(",link_down=1"));
    assertThat(tried.node()).isEqualTo("pve02");
    assertThat(isThere(TRIED)).isFalse();
    assertThat(verbs()).containsExactly("restore-test", "start", "ping", "ping", "ping", "destroy");
    assertThat(mail.isRunning()).isTrue();
  }

  @Test
  void aGuestThatDoesNotAnswerIsTakenAwayAndToldOf() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.silentAgents(FOR_EVER);

    AgentBench.Outcome outcome = bench.run(order(copied, 1));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.reasonOf(MAIL)).isEqualTo("GUEST_NOT_TRIED");
    assertThat(outcome.target(MAIL).path("rung").asText()).isEqualTo("V1");
    assertThat(isThere(TRIED)).isFalse();
  }

  @Test
  void aGuestThatNobodyCanAskIsNotEvenMade() throws Exception {
    cluster.virtualMachine(101, "mute", "pve01").drive("scsi0", MIB).start();
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome outcome =
        bench.run(
            bench.order(List.of(copied.wanted("/guests/101")), RestoreInto.of(sandbox(1)), false));

    assertThat(outcome.reasonOf("/guests/101")).as(outcome.output()).isEqualTo("GUEST_NOT_TRIED");
    assertThat(verbs()).isEmpty();
  }

  @Test
  void nothingStaysOfAGuestWhoseCopyIsDamaged() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome outcome = bench.run(order(copied, 1));

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("REPOSITORY_CORRUPT");
    await().until(() -> !isThere(TRIED));
  }

  @Test
  void whatAKilledWorkerLeftIsTakenAwayByTheNextAndNothingElse() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.silentAgents(FOR_EVER);
    Path order = order(copied, 60);
    AgentChild killed = AgentChild.start(bench, Files.createDirectory(folder.resolve("k")), order);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> isThere(TRIED) && cluster.guest(TRIED).isRunning());
    int _ = killed.process().destroyForcibly().waitFor();
    SimulatedGuest _ = cluster.virtualMachine(9001, "by-hand", "pve02").start();
    SimulatedGuest _ =
        cluster
            .virtualMachine(9002, "of-another", "pve02")
            .tags("salvaguarda-test;sv-ffff-9999999999")
            .start();
    cluster.silentAgents(0);

    AgentBench.Outcome outcome = bench.run(order);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(isThere(TRIED)).isFalse();
    assertThat(isThere(9001)).isTrue();
    assertThat(isThere(9002)).isTrue();
    assertThat(isThere(9003)).isFalse();
  }

  @Test
  void aWorkerThatIsAskedToStopTakesItsGuestAway() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.silentAgents(FOR_EVER);
    AgentChild agent =
        AgentChild.start(bench, Files.createDirectory(folder.resolve("k")), order(copied, 60));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> isThere(TRIED) && cluster.guest(TRIED).isRunning());

    agent.process().destroy();

    assertThat(agent.process().waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(isThere(TRIED)).as(agent.output()).isFalse();
  }

  private Path order(AgentBench.Outcome copied, long patienceSeconds) throws IOException {
    return bench.order(
        List.of(copied.wanted(MAIL)), RestoreInto.of(sandbox(patienceSeconds)), false);
  }

  private RestoreInto.Sandbox sandbox(long patienceSeconds) throws IOException {
    return new RestoreInto.Sandbox(
        guests.access(), "pve02", "local-lvm", TRIED, TRIED + 9, patienceSeconds);
  }

  private boolean isThere(int vmid) {
    try {
      return cluster.guest(vmid).vmid() == vmid;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What was asked of the node on which guests are tried. */
  private List<String> verbs() {
    return cluster.shell("pve02").commands().stream()
        .map(command -> command.substring(0, command.indexOf(' ')))
        .filter(verb -> !verb.equals("backup"))
        .toList();
  }
}
