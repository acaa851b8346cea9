package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.restore.server.InstalledServers.Installed;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Starts servers with nothing in them, and the programs that belong to them. */
final class ServerPrograms {
  /** Servers refuse to run as root, or should. */
  private static final String UNPRIVILEGED = "65534";

  private static final Pattern FULL = Pattern.compile("No space left on device|Errcode: 28\\b");

  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int MOST_LOOKS = 3_000;

  private final ProgramRunner runner;
  private final boolean root;
  private final SqlClient postgresql;
  private final SqlClient mariadb;

  /**
   * No server runs yet.
   *
   * @param root whether this process runs as root, so that servers need another user
   */
  ServerPrograms(ProgramRunner runner, boolean root, SqlClient postgresql, SqlClient mariadb) {
    this.runner = runner;
    this.root = root;
    this.postgresql = postgresql;
    this.mariadb = mariadb;
  }

  ProgramRunner runner() {
    return runner;
  }

  /** Starts a server with nothing in it. */
  RunningServer start(Installed installed, Path scratch, RestoreContext context)
      throws SourceException, InterruptedException {
    Launch launch = new Launch(newFolder(scratch), freePort());
    try {
      return switch (installed.product()) {
        case POSTGRESQL ->
            new PostgresqlLauncher(this, installed, postgresql).start(launch, context);
        case MARIADB -> new MariadbLauncher(this, installed, mariadb).start(launch, context);
      };
    } catch (SourceException | InterruptedException | RuntimeException e) {
      RunningServer.deleteAll(launch.folder());
      throw e;
    }
  }

  /**
   * What a server is started with.
   *
   * @param folder of its own, empty
   * @param port on the loopback address, which nothing outside the pod reaches
   */
  record Launch(Path folder, int port) {
    DatabaseLogin login(String user) {
      return new DatabaseLogin(
          "127.0.0.1", port, user, SecretBytes.ofUtf8(""), TlsOrder.Mode.DISABLE, Optional.empty());
    }
  }

  private Path newFolder(Path scratch) throws SourceException {
    try {
      Path folder = Files.createTempDirectory(scratch, "server-");
      if (root) {
        Files.setAttribute(folder, "unix:uid", Integer.parseInt(UNPRIVILEGED));
        Files.setAttribute(folder, "unix:gid", Integer.parseInt(UNPRIVILEGED));
      }
      return folder;
    } catch (IOException e) {
      throw SourceException.ofSource(
          FailureReason.SCRATCH_TOO_SMALL, "No folder can be made in the scratch space.", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free on the loopback address", e);
    }
  }

  /** The same program, as a user who is not root. */
  private Program unprivileged(Program program) {
    if (!root) {
      return program;
    }
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--reuid=" + UNPRIVILEGED,
                "--regid=" + UNPRIVILEGED,
                "--clear-groups",
                program.executable()));
    arguments.addAll(program.arguments());
    return new Program(
        "setpriv", arguments, program.environment(), program.standardInput(), program.secrets());
  }

  /** Runs a program of a server to its end. */
  void run(Program program) throws SourceException, InterruptedException {
    try (RunningProgram running = runner.start(unprivileged(program));
        InputStream output = running.output()) {
      String said = new String(output.readAllBytes(), StandardCharsets.UTF_8);
      ProgramExit exit = running.await();
      if (!exit.isZero()) {
        throw failed(program, exit, said);
      }
    } catch (ProgramMissingException | IOException e) {
      throw InstalledServers.missing(program, e);
    }
  }

  /** Starts a server and waits until it answers. */
  RunningServer serve(Program program, DatabaseServer server, Launch launch, RestoreContext context)
      throws SourceException, InterruptedException {
    RunningProgram running;
    try {
      running = runner.start(unprivileged(program));
    } catch (ProgramMissingException e) {
      throw InstalledServers.missing(program, e);
    }
    try {
      awaitAnswer(program, running, server, context);
      return new RunningServer(server, running, launch.folder());
    } catch (SourceException | InterruptedException | RuntimeException e) {
      running.close();
      throw e;
    }
  }

  private static void awaitAnswer(
      Program program, RunningProgram running, DatabaseServer server, RestoreContext context)
      throws SourceException, InterruptedException {
    for (int look = 0; ; look++) {
      context.requireNotCancelled();
      try {
        Standing _ = server.standing("", "");
        return;
      } catch (SourceException e) {
        if (!running.isAlive()) {
          throw failed(program, running.await(), "");
        }
        if (look > MOST_LOOKS) {
          throw e;
        }
      }
      Thread.sleep(LOOK_AGAIN_MILLIS);
    }
  }

  private static SourceException failed(Program program, ProgramExit exit, String said) {
    List<String> lines = new ArrayList<>(said.lines().toList());
    lines.addAll(exit.errorLines());
    String words =
        ServerWords.of(
            String.join(" ", lines.subList(Math.max(0, lines.size() - 3), lines.size())));
    boolean full = lines.stream().anyMatch(line -> FULL.matcher(line).find());
    return SourceException.ofSource(
        full ? FailureReason.SCRATCH_TOO_SMALL : FailureReason.SCRATCH_SERVER_FAILED,
        "%s ended with status %d: %s."
            .formatted(Path.of(program.executable()).getFileName(), exit.status(), words));
  }
}
