package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Whether the key opens a node, and its guard lets guests be copied. */
final class NodeDoor {
  private static final int MOST_SAID = 64 << 10;

  /** A line of the guard's probe. Guards that were installed before it was there do not say it. */
  private static final String GUESTS = "GUESTS=";

  private static final String SENTINEL = "GUARD-EXIT";

  /** How a guard ends that refuses. */
  private static final int REFUSED = 64;

  /** The first guard that tells its version, and takes away what is not there. */
  private static final int TRIES_GUESTS = 1;

  private NodeDoor() {}

  /**
   * Enters a node once.
   *
   * @param endpoint host of the API, which is the node itself where there is only one
   * @param guests that are there, at least one
   * @throws SourceException if it can't be entered, or one of them may not be copied
   */
  static void requireOpen(
      RemoteShell shell, String endpoint, Inventory inventory, List<Guest> guests)
      throws SourceException, InterruptedException {
    Guest first = guests.getFirst();
    String node = first.node();
    requireListed(node, guests, enter(shell, endpoint, inventory, node, first.text()));
  }

  /**
   * Enters a node once on which guests are to be tried.
   *
   * @throws SourceException if there is none, if it can't be entered, or if the guard is too old or
   *     does not let them be tried
   */
  static void requireTrials(ProxmoxHost host, Inventory inventory, TrialPlace place)
      throws SourceException, InterruptedException {
    String node = place.node();
    boolean unknown = inventory.nodes().stream().noneMatch(one -> one.name().equals(node));
    if (!inventory.nodes().isEmpty() && unknown) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_NOT_FOUND, "%s has no node %s.".formatted(host.name(), node));
    }
    String said = enter(host.shell(), host.name(), inventory, node, "The test");
    requireVersion(node, said);
    if (told(said, "TEST_RANGE=").filter(place::isWithin).isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The guard on node %s does not let guests be tried as %d to %d: TEST_RANGE of /etc/salvaguarda-guard.conf there has to hold them."
              .formatted(node, place.firstVmid(), place.lastVmid()));
    }
    if (told(said, "TEST_STORES=").filter(one -> words(one).contains(place.storage())).isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The guard on node %s does not let guests be tried on %s: name it in TEST_STORES of /etc/salvaguarda-guard.conf there."
              .formatted(node, place.storage()));
    }
  }

  /** What the guard says of itself. */
  private static String enter(
      RemoteShell shell, String endpoint, Inventory inventory, String node, String who)
      throws SourceException, InterruptedException {
    String address = NodeAddress.of(who, node, inventory, endpoint);
    String said;
    ProgramExit exit;
    try (RunningProgram probe = shell.start(address, "probe")) {
      said = said(probe.output());
      exit = probe.await();
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_UNREACHABLE,
          "The SSH connection to node %s ended before its guard had answered.".formatted(node),
          e);
    }
    requireGuard(node, exit);
    return said;
  }

  private static void requireVersion(String node, String said) throws SourceException {
    boolean isNewEnough =
        told(said, "VERSION=")
            .filter(one -> one.matches("\\d{1,6}") && Integer.parseInt(one) >= TRIES_GUESTS)
            .isPresent();
    if (!isNewEnough) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The guard on node %s is older than tests of guests need: copy the salvaguarda-guard of this version there, and run: install -m 755 salvaguarda-guard /usr/local/sbin/"
              .formatted(node));
    }
  }

  /** What it has in a line of its configuration; empty if it is too old to say that. */
  private static Optional<String> told(String said, String key) {
    return said.lines()
        .filter(line -> line.startsWith(key))
        .findFirst()
        .map(line -> line.substring(key.length()).strip());
  }

  private static List<String> words(String list) {
    return List.of(list.split(" +", -1));
  }

  private static void requireGuard(String node, ProgramExit exit) throws SourceException {
    if (!exit.isKnown()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_UNREACHABLE,
          "The SSH connection to node %s ended before its guard had answered.".formatted(node));
    }
    boolean guarded = exit.errorLines().stream().anyMatch(line -> line.startsWith(SENTINEL));
    if (!guarded) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "On node %s the SSH key is not bound to the guard: it has to be the command of the key's line in authorized_keys."
              .formatted(node));
    }
    if (!exit.isZero()) {
      String words =
          exit.errorLines().stream()
              .filter(line -> !line.startsWith(SENTINEL) && !line.isBlank())
              .reduce((_, last) -> last)
              .orElse("it ended with status %d".formatted(exit.status()));
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          (exit.status() == REFUSED
                  ? "The guard on node %s refuses whatever it is asked, until this is mended there: %s."
                  : "The guard on node %s could not tell its version by pveversion: %s.")
              .formatted(node, ServerWords.of(words.replaceFirst("^refused: ", ""))));
    }
  }

  private static void requireListed(String node, List<Guest> guests, String said)
      throws SourceException {
    List<String> listed = told(said, GUESTS).map(NodeDoor::words).orElse(List.of("*"));
    List<String> unlisted =
        listed.contains("*")
            ? List.of()
            : guests.stream()
                .map(guest -> String.valueOf(guest.vmid()))
                .filter(vmid -> !listed.contains(vmid))
                .toList();
    if (!unlisted.isEmpty()) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_ACCESS_DENIED,
          "The guard on node %s does not let %s be copied: name it in GUESTS of /etc/salvaguarda-guard.conf there."
              .formatted(node, HostProbe.named(unlisted)));
    }
  }

  /** What is longer than any guard's answer ends the look: whoever sends it may never stop. */
  private static String said(InputStream output) throws IOException {
    byte[] said = output.readNBytes(MOST_SAID);
    if (said.length == MOST_SAID) {
      throw new IOException("too long");
    }
    return new String(said, StandardCharsets.UTF_8);
  }
}
