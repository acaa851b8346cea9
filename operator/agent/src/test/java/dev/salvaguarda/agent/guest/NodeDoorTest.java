package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.SourceException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeDoorTest {
  private static final String VERSION = "pve-manager/9.2.3/14a22df\n";
  private static final ProgramExit WELL = new ProgramExit(0, List.of("", "GUARD-EXIT 0"));

  @Test
  void isOpenIfTheGuardLetsAllGuestsBeCopiedOrDoesNotSay() throws Exception {
    enter("GUESTS=100 101 102\n" + VERSION, WELL);
    enter("GUESTS=*\n" + VERSION, WELL);
    enter(VERSION, WELL);
  }

  @Test
  void namesTheGuestsThatTheGuardDoesNotLetBeCopied() {
    assertThat(refusal("GUESTS=100\n" + VERSION, WELL))
        .isEqualTo(
            "The guard on node pve01 does not let 101 be copied: name it in GUESTS of /etc/salvaguarda-guard.conf there.");
    assertThat(refusal("GUESTS=\n" + VERSION, WELL)).contains("does not let 100, 101 be copied");
  }

  @Test
  void saysWhetherGuestsMayBeTried() throws Exception {
    String said = "VERSION=1\nTEST_RANGE=9000-9099\nTEST_STORES=local-lvm zfs\n" + VERSION;

    tryGuests(said, "pve01", "zfs", 9099);

    assertThat(trialRefusal(said, "pve02", "zfs", 9099))
        .isEqualTo("pve01.example.org has no node pve02.");
    assertThat(trialRefusal(said, "pve01", "zfs", 9100))
        .startsWith("The guard on node pve01 does not let guests be tried as 9000 to 9100");
    assertThat(trialRefusal("VERSION=12\nTEST_RANGE=\nTEST_STORES=\n", "pve01", "zfs", 9099))
        .contains("as 9000 to 9099");
    assertThat(trialRefusal(said, "pve01", "local", 9099))
        .startsWith("The guard on node pve01 does not let guests be tried on local");
    assertThat(trialRefusal("VERSION=1\n", "pve01", "zfs", 9099)).contains("as 9000 to 9099");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "VERSION=0\n", "VERSION=\n", "VERSION=one\n"})
  void saysThatAGuardIsTooOldToTryGuestsAndHowToInstallItAnew(String version) {
    String said = version + "TEST_RANGE=9000-9099\nTEST_STORES=zfs\n" + VERSION;

    assertThat(trialRefusal(said, "pve01", "zfs", 9099))
        .isEqualTo(
            "The guard on node pve01 is older than tests of guests need: copy the salvaguarda-guard of this version there, and run: install -m 755 salvaguarda-guard /usr/local/sbin/");
  }

  @Test
  void isNoDoorWithoutTheGuard() {
    assertThat(refusal("", new ProgramExit(127, List.of("bash: probe: command not found"))))
        .startsWith("On node pve01 the SSH key is not bound to the guard");
    assertThat(refusal("anything", new ProgramExit(0, List.of())))
        .startsWith("On node pve01 the SSH key is not bound to the guard");
  }

  @Test
  void repeatsWhyTheGuardRefuses() {
    assertThat(
            refusal(
                "",
                new ProgramExit(
                    64,
                    List.of(
                        "refused: line 3 of /etc/x: no value has quotes", "", "GUARD-EXIT 64"))))
        .isEqualTo(
            "The guard on node pve01 refuses whatever it is asked, until this is mended there: line 3 of /etc/x: no value has quotes.");
    assertThat(
            refusal(
                "", new ProgramExit(127, List.of("pveversion: not found", "", "GUARD-EXIT 127"))))
        .isEqualTo(
            "The guard on node pve01 could not tell its version by pveversion: pveversion: not found.");
  }

  @Test
  void doesNotTakeAConnectionThatBreaksOrNeverEndsForAnAnswer() {
    assertThat(refusal("", new ProgramExit(ProgramExit.UNKNOWN, List.of())))
        .contains("ended before its guard had answered");
    assertThat(refusal("x".repeat(1 << 20), WELL)).contains("ended before its guard had answered");
  }

  private static String refusal(String output, ProgramExit exit) {
    return catchThrowableOfType(SourceException.class, () -> enter(output, exit))
        .failure()
        .message();
  }

  private static String trialRefusal(String output, String node, String storage, int last) {
    return catchThrowableOfType(SourceException.class, () -> tryGuests(output, node, storage, last))
        .failure()
        .message();
  }

  private static void tryGuests(String output, String node, String storage, int last)
      throws Exception {
    NodeDoor.requireTrials(
        host(output, WELL), inventory(), new TrialPlace(node, storage, 9000, last));
  }

  private static void enter(String output, ProgramExit exit) throws Exception {
    ProxmoxHost host = host(output, exit);
    NodeDoor.requireOpen(host.shell(), host.name(), inventory(), inventory().guests());
  }

  private static Inventory inventory() {
    return new Inventory(
        new ProxmoxVersion(9, 2, "9.2.3"),
        List.of(guest(100), guest(101)),
        List.of(new ClusterNode("pve01", Optional.empty(), true)));
  }

  private static ProxmoxHost host(String output, ProgramExit exit) {
    return new ProxmoxHost("pve01.example.org", new NoApi(), (_, _) -> new Said(output, exit));
  }

  private static Guest guest(int vmid) {
    return new Guest(
        vmid,
        GuestKind.QEMU,
        "",
        "pve01",
        true,
        false,
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  /** Nobody asks it. */
  private static final class NoApi implements ProxmoxApi {
    @Override
    public Inventory inventory() {
      throw new UnsupportedOperationException();
    }

    @Override
    public List<Privilege> missing(Collection<Privilege> needed) {
      throw new UnsupportedOperationException();
    }
  }

  /** A program that has said all it says. */
  private record Said(String text, ProgramExit exit) implements RunningProgram {
    @Override
    public InputStream output() {
      return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public OutputStream input() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public ProgramExit await() {
      return exit;
    }

    @Override
    public boolean isAlive() {
      return false;
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }
}
