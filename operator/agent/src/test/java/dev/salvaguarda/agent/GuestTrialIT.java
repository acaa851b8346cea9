package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.ContainerMember;
import dev.salvaguarda.testkit.proxmox.GuestProgram;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.RestoredGuest;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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
  void aGuestThatNobodyCanAskIsNotMadeAndProvenByWhatItHolds() throws Exception {
    cluster.virtualMachine(101, "mute", "pve01").drive("scsi0", 8 * MIB).start();
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome outcome = bench.run(mute(copied, false));
    AgentBench.Outcome checked =
        bench.run(mute(copied, false, run("/guests/101", "service", 60, "0", null)));
    AgentBench.Outcome required = bench.run(mute(copied, true));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target("/guests/101").path("rung").asText()).isEqualTo("V2");
    assertThat(outcome.target("/guests/101").path("note").asText())
        .startsWith("It was not started");
    assertThat(said(checked, "service")).startsWith("false: It was not started");
    assertThat(checked.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(required.exitCode()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(required.reasonOf("/guests/101")).isEqualTo("NOT_PROVEN");
    assertThat(required.target("/guests/101").path("rung").asText()).isEqualTo("V2");
    assertThat(verbs()).isEmpty();
  }

  @Test
  void aGuestThatCanNotBeTakenAwayIsToldOf() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.silentAgents(FOR_EVER);

    CompletableFuture<AgentBench.Outcome> running = bench.startRun(order(copied, 2));
    await().until(() -> isThere(TRIED) && cluster.guest(TRIED).isRunning());
    SimulatedGuest _ = cluster.guest(TRIED).lock("migrate");
    AgentBench.Outcome outcome = running.get(60, TimeUnit.SECONDS);

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("GUEST_NOT_TRIED");
    assertThat(outcome.target(MAIL).path("leftOver").asText())
        .startsWith("Guest 9000 of a test is still on node pve02;");
  }

  /** As when two tests take one within a second: what is there is not this one's to take away. */
  @Test
  void aNumberThatSomebodyElseTookFirstIsLeftForTheNext() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    SimulatedGuest _ = cluster.virtualMachine(TRIED, "unseen", "pve02").start();
    cluster.access().set("/vms/" + TRIED);

    AgentBench.Outcome outcome = bench.run(order(copied, 60));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(isThere(TRIED)).isTrue();
    assertThat(isThere(TRIED + 1)).isFalse();
    assertThat(verbs()).containsExactly("restore-test", "restore-test", "start", "ping", "destroy");
  }

  /** Nothing was made, so that nothing is left to be told of. */
  @Test
  void whereTheGuardRefusesNothingIsTakenAwayNorSaidToBeLeft() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    RestoreInto.Sandbox elsewhere = new RestoreInto.Sandbox(guests.place(8000, 8009), 1, false, 60);

    AgentBench.Outcome outcome =
        bench.run(bench.order(List.of(copied.wanted(MAIL)), RestoreInto.of(elsewhere), false));

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("GUEST_NOT_TRIED");
    assertThat(outcome.output()).doesNotContain("away");
    assertThat(verbs()).containsExactly("restore-test");
  }

  @Test
  void aContainerIsMadeHarmlessStartedWatchedAndTakenAway() throws Exception {
    SimulatedGuest web = cluster.container(102, "web", "pve01").files(20, 3_000).start();
    AgentBench.Outcome copied = guests.copy();
    Path order =
        bench.order(
            List.of(copied.wanted("/guests/102")),
            RestoreInto.of(sandbox(1, false)),
            false,
            run("/guests/102", "nginx", 1, "-t", null));
    cluster.programs(argv ->
        argv.equals(List.of("nginx", "-t"))
            ? new GuestProgram.Ends(0, "")
            : new GuestProgram.Missing());

    CompletableFuture<AgentBench.Outcome> running = bench.startRun(order);
    await().until(() -> isThere(TRIED) && cluster.guest(TRIED).isRunning());
    RestoredGuest made = cluster.guest(TRIED).restored().orElseThrow();
    AgentBench.Outcome outcome = running.get(60, TimeUnit.SECONDS);
    cluster.silentAgents(FOR_EVER);
    AgentBench.Outcome fallen = bench.run(order);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target("/guests/102").path("rung").asText()).isEqualTo("V3");
    assertThat(said(outcome, "nginx")).isEqualTo("true: nginx ended with 0, as expected.");
    for (ContainerMember member : web.members()) {
      if (member.type() == '0' && StandardCharsets.US_ASCII.newEncoder().canEncode(member.name())) {
        assertThat(made.sums()).containsEntry(member.name(), member.sha256());
      }
    }
    assertThat(made.config())
        .containsEntry("hostname", "salvaguarda-test-9000")
        .containsEntry("rootfs", "local-lvm:vm-9000-disk-0,size=8G")
        .containsEntry("unprivileged", "1")
        .containsEntry("onboot", "0")
        .hasEntrySatisfying("net0", net -> assertThat(net).endsWith(",link_down=1"));
    assertThat(fallen.reasonOf("/guests/102")).as(fallen.output()).isEqualTo("GUEST_NOT_TRIED");
    assertThat(isThere(TRIED)).isFalse();
    assertThat(verbs().subList(0, 5))
        .containsExactly("restore-test-ct", "start", "ping", "exec", "destroy");
  }

  /** The guest's services come up after its agent, so what fails at first is asked again. */
  @Test
  void aGuestThatIsUpIsAskedWhatChecksWantToKnow() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    AtomicInteger asked = new AtomicInteger();
    AtomicInteger cut = new AtomicInteger();
    cluster.programs(argv -> {
      if (argv.getFirst().equals("cut") && cut.getAndIncrement() == 0) {
        cluster.shell("pve02").dropConnections();
      }
      return become(argv, asked);
    });

    AgentBench.Outcome outcome =
        bench.run(
            bench.order(
                List.of(copied.wanted(MAIL)),
                RestoreInto.of(sandbox(60, false)),
                false,
                run(MAIL, "service", 60, "0", "active"),
                run(MAIL, "secret", 1, "0", "hunter2"),
                run(MAIL, "broken", 1, "0", null),
                run(MAIL, "hangs", 1, "0", null),
                run(MAIL, "absent", 1, "0", null),
                run(MAIL, "disabled", 60, "0", null),
                run(MAIL, "cut", 99_999_999, "0", "é→")));

    assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(outcome.target(MAIL).path("rung").asText()).isEqualTo("V3");
    assertThat(outcome.target(MAIL).path("outcome").asText()).isEqualTo("SUCCEEDED");
    assertThat(said(outcome, "service")).isEqualTo("true: Its output is as expected.");
    assertThat(said(outcome, "secret")).isEqualTo("false: Its output is not what was expected.");
    assertThat(said(outcome, "broken"))
        .isEqualTo("false: broken ended with 3, and 0 was expected.");
    assertThat(said(outcome, "hangs")).isEqualTo("false: hangs did not end within 1 s.");
    assertThat(said(outcome, "cut")).isEqualTo("true: Its output is as expected.");
    assertThat(said(outcome, "absent")).contains("No such file or directory");
    assertThat(said(outcome, "disabled")).contains("guest-exec is disabled");
    assertThat(outcome.output()).doesNotContain("s3cret");
    assertThat(isThere(TRIED)).isFalse();
  }

  /** The controller tries the target again, and asks then. */
  @Test
  void whereTheHostCanNotBeAskedTheGuestFailsAndNotItsCheck() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    cluster.programs(_ -> {
      cluster.shell("pve02").dropConnections();
      return new GuestProgram.Ends(0, "");
    });

    AgentBench.Outcome outcome =
        bench.run(
            bench.order(
                List.of(copied.wanted(MAIL)),
                RestoreInto.of(sandbox(60, false)),
                false,
                run(MAIL, "service", 1, "0", null)));

    assertThat(outcome.target(MAIL).path("outcome").asText()).isEqualTo("FAILED");
    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("GUEST_NOT_TRIED");
    assertThat(isThere(TRIED)).isFalse();
  }

  @Test
  void nothingStaysOfAGuestWhoseCopyIsDamaged() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome outcome = bench.run(order(copied, 1));

    assertThat(outcome.reasonOf(MAIL)).as(outcome.output()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(outcome.target(MAIL).path("leftOver").isMissingNode()).isTrue();
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
    SimulatedGuest _ =
        cluster
            .virtualMachine(9004, "held", "pve02")
            .tags("salvaguarda-test;sv-ffff-1")
            .lock("backup");
    cluster.silentAgents(0);

    AgentBench.Outcome outcome = bench.run(order);

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(isThere(TRIED)).isFalse();
    assertThat(isThere(9001)).isTrue();
    assertThat(isThere(9002)).isTrue();
    assertThat(isThere(9003)).isFalse();
    assertThat(outcome.target(MAIL).path("leftOver").asText())
        .startsWith("Guest 9004 of a test is still on node pve02;")
        .endsWith(": qm stop 9004; qm destroy 9004 --purge 1");
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
        List.of(copied.wanted(MAIL)), RestoreInto.of(sandbox(patienceSeconds, false)), false);
  }

  private static GuestProgram become(List<String> argv, AtomicInteger asked) {
    return switch (argv.getFirst()) {
      case "service" ->
          asked.getAndIncrement() == 0
              ? new GuestProgram.Ends(3, "activating\n")
              : new GuestProgram.Ends(0, "some \"words\"\nactive\n");
      case "cut" -> new GuestProgram.Ends(0, "é→\n");
      case "secret" -> new GuestProgram.Ends(0, "s3cret\n");
      case "broken" -> new GuestProgram.Ends(3, "s3cret\n");
      case "hangs" -> new GuestProgram.Hangs();
      case "disabled" -> new GuestProgram.Disabled();
      default -> new GuestProgram.Missing();
    };
  }

  private static CheckOrder run(
      String target, String program, long seconds, String argument, @Nullable String output) {
    return CheckOrder.of(
        program,
        new CheckOrder.Command(target, List.of(program, argument), 0, output, false, seconds));
  }

  private static String said(AgentBench.Outcome outcome, String check) {
    JsonNode result = outcome.check(check);
    return result.path("passed").asText() + ": " + result.path("message").asText();
  }

  private Path mute(AgentBench.Outcome copied, boolean requireStart, CheckOrder... checks)
      throws IOException {
    return bench.order(
        List.of(copied.wanted("/guests/101")),
        RestoreInto.of(sandbox(1, requireStart)),
        false,
        checks);
  }

  private RestoreInto.Sandbox sandbox(long patienceSeconds, boolean requireStart)
      throws IOException {
    return new RestoreInto.Sandbox(
        guests.place(TRIED, TRIED + 9), patienceSeconds, requireStart, 3600);
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
