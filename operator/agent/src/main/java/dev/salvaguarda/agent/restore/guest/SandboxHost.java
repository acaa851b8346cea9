package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * The words of the guard of a host, for guests that are tried.
 *
 * @param address of the node
 */
record SandboxHost(RemoteShell shell, String address) {
  /**
   * Makes a guest of an archive.
   *
   * @throws SourceException if the host does not take it
   * @throws IOException if the archive could not be read to its end; the host may have made a guest
   *     of what it got
   */
  void restore(int vmid, String storage, SandboxMark mark, InputStream archive)
      throws SourceException, IOException, InterruptedException {
    String command = "restore-test %d %s %s".formatted(vmid, storage, mark.tag());
    try (RunningProgram made = shell.start(address, command)) {
      Thread answer = Thread.ofVirtual().start(() -> drain(made.output()));
      send(archive, made);
      answer.join();
      require(made.await(), "make guest %d".formatted(vmid));
    }
  }

  /** Who does not take it all says why when it ends. */
  private static void send(InputStream archive, RunningProgram made) throws IOException {
    byte[] buffer = new byte[1 << 18];
    OutputStream input = made.input();
    int count = archive.read(buffer);
    while (count >= 0) {
      try {
        input.write(buffer, 0, count);
      } catch (InterruptedIOException e) {
        // It runs, and waits for the rest of what nobody sends any more.
        made.stop();
        return;
      } catch (IOException e) {
        return;
      }
      count = archive.read(buffer);
    }
    try {
      input.close();
    } catch (InterruptedIOException e) {
      made.stop();
    } catch (IOException e) {
      // How the program ended says whether it got everything.
    }
  }

  private static void drain(InputStream output) {
    try {
      output.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // How the program ended says more.
    }
  }

  void start(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    require(run("start", vmid, mark), "start guest %d".formatted(vmid));
  }

  /** Whether the agent of a guest answers. */
  boolean ping(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    return run("ping", vmid, mark).isZero();
  }

  /**
   * Takes a guest away.
   *
   * @throws SourceException if it may still be there
   */
  void destroy(int vmid, SandboxMark mark) throws SourceException, InterruptedException {
    require(run("destroy", vmid, mark), "take guest %d away".formatted(vmid));
  }

  private ProgramExit run(String verb, int vmid, SandboxMark mark)
      throws SourceException, InterruptedException {
    try (RunningProgram program =
        shell.start(address, "%s %d %s".formatted(verb, vmid, mark.tag()))) {
      drain(program.output());
      return program.await();
    }
  }

  private void require(ProgramExit exit, String what) throws SourceException {
    if (!exit.isZero()) {
      String said =
          exit.errorLines().stream()
              .filter(line -> !line.startsWith("GUARD-EXIT") && !line.isBlank())
              .reduce((_, last) -> last)
              .orElse("it said nothing");
      throw SourceException.ofTarget(
          FailureReason.GUEST_NOT_TRIED,
          exit.isKnown()
              ? "The host %s did not %s: %s".formatted(address, what, said)
              : "The connection to the host %s ended before it could %s.".formatted(address, what));
    }
  }
}
