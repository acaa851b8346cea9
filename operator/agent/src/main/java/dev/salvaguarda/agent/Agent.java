package dev.salvaguarda.agent;

import dev.salvaguarda.agent.adapter.jdbc.JdbcSqlClient;
import dev.salvaguarda.agent.adapter.process.LocalProgramRunner;
import dev.salvaguarda.agent.attempt.Attempt;
import dev.salvaguarda.agent.attempt.RepositoryOpener;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.agent.journal.JournalPrinter;
import dev.salvaguarda.agent.maintenance.MaintenanceAttempt;
import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.progress.ProgressTicker;
import dev.salvaguarda.agent.restore.RestoreAttempt;
import dev.salvaguarda.agent.restore.server.Landings;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.wire.InvalidWorkOrderException;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.agent.wire.WorkOrderReader;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.MaintenanceTask;
import dev.salvaguarda.domain.workorder.Outcome;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.Result;
import dev.salvaguarda.domain.workorder.WorkOrder;
import dev.salvaguarda.repository.model.Actor;
import dev.salvaguarda.repository.model.RepositoryContext;
import dev.salvaguarda.repository.write.SessionOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The program in a backup pod, apart from the {@code main} that hands it clock and streams. */
public final class Agent {
  private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(2);
  private static final int MOST_WORKERS = 4;

  private final Clock clock;
  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /**
   * An agent that has done nothing yet.
   *
   * @param clock time for snapshots and log lines
   * @param environment of the process; PATH and HOSTNAME are looked at
   * @param out takes the log lines
   * @param err takes help with wrong arguments
   */
  public Agent(Clock clock, Map<String, String> environment, PrintStream out, PrintStream err) {
    this.clock = clock;
    this.environment = Map.copyOf(environment);
    this.out = out;
    this.err = err;
  }

  /** Does what the arguments ask and returns the exit status, see {@link ExitCode}. */
  public int run(List<String> arguments) {
    return switch (Arguments.parse(arguments)) {
      case Arguments.Help() -> {
        out.print(Arguments.HELP);
        yield ExitCode.SUCCEEDED.status();
      }
      case Arguments.Version() -> {
        out.println(program());
        yield ExitCode.SUCCEEDED.status();
      }
      case Arguments.Wrong(String sentence) -> {
        err.println(sentence);
        err.print(Arguments.HELP);
        yield ExitCode.BAD_ORDER.status();
      }
      case Arguments.Journal() ->
          new JournalPrinter(context(), out, err).print(environment).status();
      case Arguments.Run run -> work(run).status();
    };
  }

  private ExitCode work(Arguments.Run run) {
    LineWriter lines = new LineWriter(out, clock);
    ResultReport report = new ResultReport(lines, run.terminationLog(), err);
    WorkOrder order;
    try {
      order = new WorkOrderReader().read(run.workOrder());
    } catch (InvalidWorkOrderException e) {
      lines.error(null, e.failure());
      report.tell(failed(e.failure()));
      return ExitCode.BAD_ORDER;
    }
    Path scratch = newScratch();
    try {
      return attempt(order, options(run, scratch), lines, report);
    } finally {
      removeScratch(scratch);
    }
  }

  private static SessionOptions options(Arguments.Run run, Path scratch) {
    SessionOptions standard = SessionOptions.standard(scratch, workers());
    return run.packMebibytes().isPresent()
        ? standard.withPackTargetBytes(run.packMebibytes().getAsInt() << 20)
        : standard;
  }

  private ExitCode attempt(
      WorkOrder order, SessionOptions options, LineWriter lines, ResultReport report) {
    ProgressBoard board = new ProgressBoard();
    Cancellation cancellation = new Cancellation();
    Work work = work(order, options, new Work.Surroundings(board, lines, cancellation, clock));
    Runnable tell = () -> report.tell(work.result(OwnProcess.peakMemoryBytes()));
    try (StopSignal signal = StopSignal.listen(cancellation::request, tell)) {
      try (var _ = ProgressTicker.start(board, work::bytesSent, lines::progress, PROGRESS_PERIOD);
          var _ = HeapWatch.start()) {
        work.run();
      }
      Result result = work.result(OwnProcess.peakMemoryBytes());
      report.tell(result);
      work.settle();
      ExitCode code = ExitCode.of(result);
      signal.finished(code);
      return code;
    }
  }

  private Work work(WorkOrder order, SessionOptions options, Work.Surroundings surroundings) {
    LocalProgramRunner runner = new LocalProgramRunner(ProgramFolders.of(environment));
    RepositoryOpener repositories = new S3RepositoryOpener(context());
    return switch (order.task()) {
      case CopyTask copy ->
          new Attempt(
              order.work(),
              copy,
              new StandardSources(runner, clock, order.work().namespace()),
              repositories,
              options,
              surroundings);
      case RestoreTask restore ->
          new RestoreAttempt(
              order.work(),
              restore,
              repositories,
              landings(runner),
              GuestSources::host,
              surroundings);
      case MaintenanceTask maintain ->
          new MaintenanceAttempt(maintain, repositories, runner, options.scratch(), surroundings);
    };
  }

  private Landings landings(LocalProgramRunner runner) {
    return new Landings(
        runner,
        ProgramFolders.of(environment),
        OwnProcess.uid() == 0,
        JdbcSqlClient.postgresql(),
        JdbcSqlClient.mariadb());
  }

  private RepositoryContext context() {
    return new RepositoryContext(clock, new SecureRandom(), actor());
  }

  private Actor actor() {
    return new Actor(
        environment.getOrDefault("HOSTNAME", "salvaguarda-agent"),
        "salvaguarda",
        ProcessHandle.current().pid(),
        OwnProcess.uid(),
        OwnProcess.gid(),
        program());
  }

  private static String program() {
    String version = Agent.class.getPackage().getImplementationVersion();
    return "salvaguarda " + (version == null ? "development" : version);
  }

  private static int workers() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_WORKERS);
  }

  private static CopyResult failed(Failure failure) {
    return new CopyResult(
        Result.VERSION,
        Outcome.FAILED,
        failure,
        null,
        0,
        0,
        OwnProcess.peakMemoryBytes(),
        List.of(),
        0,
        List.of());
  }

  private static Path newScratch() {
    try {
      return Files.createTempDirectory("salvaguarda-");
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for temporary files", e);
    }
  }

  /** The session clears what it put there; a leftover goes with the pod. */
  private static void removeScratch(Path scratch) {
    try {
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      // Not empty: a session that was cut short. The pod's volume vanishes with the pod.
    }
  }
}
