package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.Reason;
import dev.salvaguarda.repository.model.RepositoryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;

/** Feeds a client program with statements, and reads to the end whatever becomes of it. */
final class DumpLoader {
  private static final int BUFFER = 256 << 10;

  /** The prompt for the password, which is answered on standard input. */
  private static final Pattern PROMPT = Pattern.compile("^Password: ?");

  private static final Pattern ERROR = Pattern.compile("\\b(?:ERROR|FATAL|error:)");

  private final ProgramRunner runner;
  private final Cancellation cancellation;

  DumpLoader(ProgramRunner runner, Cancellation cancellation) {
    this.runner = runner;
    this.cancellation = cancellation;
  }

  /**
   * How a client program ended.
   *
   * @param status its exit status
   * @param errors what it said
   */
  record Ended(int status, List<String> errors) {
    boolean isGood() {
      return status == 0;
    }

    /** What it called an error first, in one line; what it said first if it called nothing so. */
    String words() {
      List<String> wrong = errors.stream().filter(line -> ERROR.matcher(line).find()).toList();
      List<String> told = wrong.isEmpty() ? errors : wrong;
      return told.isEmpty()
          ? "it ended with status " + status
          : ServerWords.of(String.join(" ", told.subList(0, Math.min(2, told.size()))));
    }
  }

  /** Takes what is fed; called for each piece, in their order. */
  interface Watcher {
    void see(byte[] bytes, int length);
  }

  /**
   * Feeds all of the stream. Where the program ends early, the rest is read all the same, since the
   * stream is proven only at its end.
   *
   * @throws SourceException if the program is not installed
   */
  Ended load(Program program, InputStream statements, Watcher watcher)
      throws SourceException, InterruptedException, IOException {
    try (RunningProgram running = runner.startFed(program);
        var _ = cancellation.onRequest(running::stop)) {
      Thread output =
          Thread.ofVirtual().name("output-of-" + program.executable()).start(() -> drain(running));
      feed(running, statements, watcher);
      ProgramExit exit = running.await();
      output.join();
      requireNotCancelled();
      return new Ended(
          exit.status(),
          exit.errorLines().stream()
              .map(line -> PROMPT.matcher(line).replaceFirst("").strip())
              .filter(line -> !line.isEmpty())
              .toList());
    } catch (ProgramMissingException e) {
      throw SourceException.ofSource(
          FailureReason.TARGET_TOOL_MISSING,
          "The program %s is not installed in this image, or may not be started."
              .formatted(e.executable()),
          e);
    }
  }

  private void feed(RunningProgram running, InputStream statements, Watcher watcher)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    boolean listens = true;
    try (OutputStream input = running.input()) {
      for (int count = statements.read(buffer); count >= 0; count = statements.read(buffer)) {
        requireNotCancelled();
        watcher.see(buffer, count);
        listens = listens && written(input, buffer, count);
      }
    } catch (IOException e) {
      // Closing flushes; a program that has ended is told by its exit status.
      requireNotCancelled();
    }
  }

  private static boolean written(OutputStream input, byte[] buffer, int count) {
    try {
      input.write(buffer, 0, count);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void drain(RunningProgram running) {
    try {
      long _ = running.output().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // It ended, or was ended.
    }
  }

  private void requireNotCancelled() {
    if (cancellation.isRequested()) {
      throw new RepositoryException(Reason.CANCELLED, "The restore was cancelled.");
    }
  }
}
