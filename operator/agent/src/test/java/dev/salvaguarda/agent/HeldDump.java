package dev.salvaguarda.agent;

import dev.salvaguarda.testkit.process.Signals;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** A dump program that was told to stand still, as behind a line that takes nothing for a while. */
final class HeldDump implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final ProcessHandle program;

  private HeldDump(ProcessHandle program) {
    this.program = program;
    Signals.send("STOP", Long.toString(program.pid()));
  }

  /** Waits for the program and holds it. */
  static HeldDump of(String executable) {
    return Awaitility.await(executable + " runs")
        .atMost(PATIENCE)
        .until(() -> find(executable), Optional::isPresent)
        .map(HeldDump::new)
        .orElseThrow();
  }

  private static Optional<ProcessHandle> find(String executable) {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/" + executable))
        .findFirst();
  }

  /**
   * Waits until the server has been at the mercy of the held program for longer than it is set to.
   *
   * @param freed whether what kept the server from sending is over
   */
  static void awaitImpatience(Callable<Boolean> freed) {
    Awaitility.await("a server that is set to a second")
        .atMost(PATIENCE)
        .during(Duration.ofSeconds(5))
        .until(freed);
  }

  /** Lets the program go on. */
  @Override
  public void close() {
    Signals.send("CONT", Long.toString(program.pid()));
  }
}
