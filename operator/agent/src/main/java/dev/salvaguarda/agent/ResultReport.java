package dev.salvaguarda.agent;

import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.agent.wire.TerminationMessage;
import dev.salvaguarda.domain.workorder.Result;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Tells the result once, as the last line of the log and as the termination message. */
final class ResultReport {
  /** Where Kubernetes looks unless it is told otherwise. */
  private static final Path DEFAULT = Path.of("/dev/termination-log");

  private final TerminationMessage message = new TerminationMessage();
  private final AtomicBoolean told = new AtomicBoolean();
  private final LineWriter lines;
  private final Optional<Path> terminationLog;
  private final PrintStream err;

  ResultReport(LineWriter lines, Optional<Path> terminationLog, PrintStream err) {
    this.lines = lines;
    this.terminationLog = terminationLog.or(() -> Optional.of(DEFAULT).filter(Files::exists));
    this.err = err;
  }

  /** Later calls do nothing: the work and the stop signal may both want to tell. */
  void tell(Result result) {
    if (!told.compareAndSet(false, true)) {
      return;
    }
    terminationLog.ifPresent(file -> write(result, file));
    lines.result(result);
  }

  private void write(Result result, Path file) {
    try {
      message.write(result, file);
    } catch (IOException e) {
      err.println("The termination message could not be written to " + file);
    }
  }
}
