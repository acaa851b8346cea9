package dev.salvaguarda.agent.maintenance;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.LocalProgram;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.FileId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs stock restic to take out of a repository what no snapshot needs, and what is damaged. */
final class StockRestic {
  private static final Pattern VERSION = Pattern.compile("restic (\\S{1,40})");
  private static final int MOST_OUTPUT = 1 << 16;

  /** What restic ends with when somebody's lock is in the way; older ones end with 1. */
  private static final int LOCKED = 11;

  private static final int NO_REPOSITORY = 10;
  private static final int WRONG_PASSWORD = 12;
  private static final int KILLED = 137;

  private final ResticCall call;
  private final ProgramRunner runner;
  private final Cancellation cancellation;

  StockRestic(ResticCall call, ProgramRunner runner, Cancellation cancellation) {
    this.call = call;
    this.runner = runner;
    this.cancellation = cancellation;
  }

  /** How a call ended. */
  sealed interface Ended {
    /** All was done. */
    record Done() implements Ended {}

    /** A lock is in the way. */
    record Locked() implements Ended {}

    /**
     * It came to another end.
     *
     * @param pid that the program had: a lock of it is nobody's any more
     */
    record Failed(Failure failure, long pid) implements Ended {}
  }

  /** The version that the program gives as its own. */
  String version() throws SourceException, InterruptedException {
    try (RunningProgram running = runner.start(call.version())) {
      String output = read(running.output());
      ProgramExit exit = running.await();
      Matcher version = VERSION.matcher(output);
      if (!exit.isZero() || !version.lookingAt()) {
        throw SourceException.ofSource(
            FailureReason.MAINTENANCE_TOOL_MISSING,
            "The program %s does not say which restic it is.".formatted(call.executable()));
      }
      return version.group(1);
    } catch (ProgramMissingException e) {
      throw missing(e);
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.PRUNE_FAILED, "The output of restic could not be read.", e);
    }
  }

  /** Takes out once what nothing needs. */
  Ended prune() throws SourceException, InterruptedException {
    return run(call.prune(), "prune");
  }

  /** Stores anew what can be read in a damaged pack, then takes the pack out. */
  Ended repair(FileId pack) throws SourceException, InterruptedException {
    try {
      // Restic leaves the pack as it was where it runs.
      Path folder = Files.createTempDirectory(call.scratch(), "damaged-");
      try {
        return run(
            call.repair(pack).in(folder), "repair the pack %s".formatted(pack.abbreviated()));
      } finally {
        Files.deleteIfExists(folder.resolve("pack-" + pack));
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.PRUNE_FAILED, "The scratch space of restic could not be used.", e);
    }
  }

  private Ended run(Program program, String what) throws SourceException, InterruptedException {
    try (LocalProgram running = runner.start(program);
        var _ = cancellation.onRequest(running::stop)) {
      String _ = read(running.output());
      return ended(running.await(), running.pid(), what);
    } catch (ProgramMissingException e) {
      throw missing(e);
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.PRUNE_FAILED, "The output of restic could not be read.", e);
    }
  }

  private static Ended ended(ProgramExit exit, long pid, String what) {
    String words = ServerWords.of(words(exit.errorLines()));
    return switch (exit.status()) {
      case 0 -> new Ended.Done();
      case LOCKED -> new Ended.Locked();
      case NO_REPOSITORY -> failed(FailureReason.REPOSITORY_MISSING, what, words, pid);
      case WRONG_PASSWORD -> failed(FailureReason.REPOSITORY_WRONG_PASSWORD, what, words, pid);
      case KILLED ->
          failed(
              FailureReason.WORKER_OUT_OF_MEMORY,
              what,
              "it was killed, most likely at the pod's memory limit",
              pid);
      default ->
          exit.errorLines().stream().anyMatch(line -> line.contains("already locked"))
              ? new Ended.Locked()
              : failed(FailureReason.PRUNE_FAILED, what, words, pid);
    };
  }

  private static Ended failed(FailureReason reason, String what, String words, long pid) {
    return new Ended.Failed(
        new Failure(reason, "Stock restic could not %s: %s.".formatted(what, words)), pid);
  }

  /** What it says last is why. */
  private static String words(List<String> errors) {
    return errors.isEmpty()
        ? "it gave no reason"
        : String.join(" ", errors.subList(Math.max(0, errors.size() - 3), errors.size()));
  }

  private SourceException missing(ProgramMissingException e) {
    return SourceException.ofSource(
        FailureReason.MAINTENANCE_TOOL_MISSING,
        "The program %s is not installed in this image, or may not be started."
            .formatted(e.executable()),
        e);
  }

  private static String read(InputStream output) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    byte[] buffer = new byte[4_096];
    for (int count = output.read(buffer); count >= 0; count = output.read(buffer)) {
      kept.write(buffer, 0, Math.min(count, MOST_OUTPUT - kept.size()));
    }
    return kept.toString(StandardCharsets.UTF_8);
  }
}
