package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.NodeAddress;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The words of the guard of a host, for guests that are made.
 *
 * @param address of the node
 * @param otherwise why something was not done
 */
record GuardedHost(RemoteShell shell, String address, FailureReason otherwise) {
  /** How it ends where another is at the number, or has a guest there: it has done nothing. */
  private static final int TAKEN = 75;

  /** After so many numbers that others took there is another cause. */
  private static final int MOST_TRIED = 20;

  private static final Duration BETWEEN_PINGS = Duration.ofSeconds(2);

  /**
   * Looks for a node.
   *
   * @param name of the node
   * @throws SourceException if there is none, or if nobody can tell where it is
   */
  static GuardedHost of(ProxmoxHost host, Inventory inventory, String name, FailureReason otherwise)
      throws SourceException {
    List<ClusterNode> nodes = inventory.nodes();
    if (!nodes.isEmpty() && nodes.stream().noneMatch(one -> one.name().equals(name))) {
      throw SourceException.ofTarget(
          otherwise,
          "There is no node %s: the nodes of %s are %s."
              .formatted(
                  name,
                  host.name(),
                  nodes.stream()
                      .map(ClusterNode::name)
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return new GuardedHost(
        host.shell(), NodeAddress.of("What is restored", name, inventory, host.name()), otherwise);
  }

  /** An archive that is made while it is sent. */
  interface Archive {
    /**
     * Writes it.
     *
     * @throws IOException if it can't be read to its end, or what the stream throws
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Makes a guest of an archive.
   *
   * @param command of the guard
   * @return whether it did; if not, somebody else took the number meanwhile, and what is there is
   *     not ours
   * @throws SourceException if the host does not take it; its cause is a {@link RefusedException}
   *     if the guard did not even begin, so that nothing is to be taken away
   * @throws IOException if the archive could not be read to its end; the host may have made a guest
   *     of what it got
   */
  boolean restore(int vmid, String command, Archive archive)
      throws SourceException, IOException, InterruptedException {
    try (RunningProgram made = shell.start(address, command)) {
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                String _ = GuardAnswer.beginning(made.output());
              });
      send(archive, made);
      reader.join();
      GuardAnswer said = new GuardAnswer(made.await(), "");
      if (said.exit().status() == TAKEN) {
        return false;
      }
      String what = "make guest %d".formatted(vmid);
      if (said.isRefusal()) {
        throw refused(said, what);
      }
      require(said, what);
      return true;
    }
  }

  /** The guard did nothing of what it was asked. */
  static final class RefusedException extends Exception {}

  /** Those of free numbers that are worth a try, since others may take some meanwhile. */
  static List<Integer> toTry(List<Integer> free) {
    return free.subList(0, Math.min(MOST_TRIED, free.size()));
  }

  /** Who does not take it all says why when it ends. */
  private static void send(Archive archive, RunningProgram made) throws IOException {
    OutputStream input = new HostInput(made.input());
    try {
      archive.writeTo(input);
      input.close();
    } catch (HostInput.NotTakenException e) {
      if (e.getCause() instanceof InterruptedIOException) {
        // It runs, and waits for the rest of what nobody sends any more.
        made.stop();
      }
    }
  }

  void start(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    require(say("start", vmid, mark), "start guest %d".formatted(vmid));
  }

  /**
   * Whether a guest runs for this time after its start.
   *
   * @param stop throws once nobody wants to know any more
   * @throws SourceException if the host can't be asked, at last
   */
  boolean staysUp(int vmid, SandboxMark mark, Duration time, Runnable stop, Clock clock)
      throws SourceException, InterruptedException {
    Instant end = clock.instant().plus(time);
    GuardAnswer said;
    do {
      stop.run();
      Thread.sleep(BETWEEN_PINGS);
      said = ping(vmid, mark);
      if (said.exit().isKnown() && !said.exit().isZero()) {
        return false;
      }
    } while (clock.instant().isBefore(end));
    requireHeard(said, vmid);
    return true;
  }

  /**
   * Whether the agent of a guest answers within this time.
   *
   * @param stop throws once nobody wants to know any more
   * @throws SourceException if the host can't be asked, at last
   */
  boolean answers(int vmid, SandboxMark mark, Duration patience, Runnable stop, Clock clock)
      throws SourceException, InterruptedException {
    Instant deadline = clock.instant().plus(patience);
    GuardAnswer said = ping(vmid, mark);
    while (!said.exit().isZero()) {
      stop.run();
      if (!clock.instant().isBefore(deadline)) {
        requireHeard(said, vmid);
        return false;
      }
      Thread.sleep(BETWEEN_PINGS);
      said = ping(vmid, mark);
    }
    return true;
  }

  /**
   * Asks whether the agent of a machine answers, or a container runs.
   *
   * @return how it ended: 0 if so, unknown if the connection was lost
   * @throws SourceException if the host does not even ask it
   */
  GuardAnswer ping(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    GuardAnswer said = say("ping", vmid, mark);
    if (said.isRefusal()) {
      require(said, "ask guest %d".formatted(vmid));
    }
    return said;
  }

  /** A host that can't be asked says nothing of its guest. */
  private void requireHeard(GuardAnswer said, int vmid) throws SourceException {
    if (!said.exit().isKnown()) {
      require(said, "ask guest %d".formatted(vmid));
    }
  }

  /**
   * Takes a guest away.
   *
   * @throws SourceException if it may still be there
   */
  void destroy(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    require(say("destroy", vmid, mark), "take guest %d away".formatted(vmid));
  }

  /**
   * Runs a program in a guest of a test.
   *
   * @param seconds after which it is left alone, 1 to 99,999; in a container what runs it there is
   *     asked to end, and the program may go on
   * @throws SourceException if it is unknown what came of it; its cause is a {@link
   *     RefusedException} if the guard does not let it be run
   */
  GuardAnswer exec(int vmid, SandboxMark mark, List<String> argv, long seconds)
      throws SourceException, InterruptedException {
    // Arguments hold any character, and the words of the guard few.
    Base64.Encoder encoder = Base64.getUrlEncoder();
    String words =
        argv.stream()
            .map(word -> encoder.encodeToString(word.getBytes(StandardCharsets.UTF_8)))
            .collect(Collectors.joining(" "));
    GuardAnswer said = say("exec %d %s %d %s".formatted(vmid, mark.tag(), seconds, words));
    String what = "run a program in guest %d".formatted(vmid);
    if (said.isRefusal()) {
      throw refused(said, what);
    }
    if (!said.exit().isKnown()) {
      require(said, what);
    }
    return said;
  }

  private GuardAnswer say(String verb, int vmid, SandboxMark mark)
      throws SourceException, InterruptedException {
    return say("%s %d %s".formatted(verb, vmid, mark.tag()));
  }

  private GuardAnswer say(String command) throws SourceException, InterruptedException {
    try (RunningProgram program = shell.start(address, command)) {
      String output = GuardAnswer.beginning(program.output());
      return new GuardAnswer(program.await(), output);
    }
  }

  private void require(GuardAnswer said, String what) throws SourceException {
    if (!said.exit().isZero()) {
      throw SourceException.ofTarget(otherwise, said.sentence(address, what));
    }
  }

  private SourceException refused(GuardAnswer said, String what) {
    return SourceException.ofTarget(
        otherwise, said.sentence(address, what), new RefusedException());
  }
}
