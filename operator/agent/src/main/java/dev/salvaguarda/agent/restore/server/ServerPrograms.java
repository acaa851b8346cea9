package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.restore.stored.DumpHeader.Kind;
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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The database servers that are installed in the image, and how they are started. */
final class ServerPrograms {
  /** Servers refuse to run as root, or should. */
  private static final String UNPRIVILEGED = "65534";

  private static final Pattern FULL = Pattern.compile("No space left on device|Errcode: 28\\b");

  private static final int LONGEST_ANSWER = 64 << 10;
  private static final long LOOK_AGAIN_MILLIS = 100;
  private static final int MOST_LOOKS = 3_000;

  private final ProgramRunner runner;
  private final List<Path> folders;
  private final boolean root;
  private final SqlClient postgresql;
  private final SqlClient mariadb;

  /**
   * Programs that were not looked for yet.
   *
   * @param folders where they are looked for
   * @param root whether this process runs as root, so that servers need another user
   */
  ServerPrograms(
      ProgramRunner runner,
      List<Path> folders,
      boolean root,
      SqlClient postgresql,
      SqlClient mariadb) {
    this.postgresql = postgresql;
    this.mariadb = mariadb;
    this.runner = runner;
    this.folders = List.copyOf(folders);
    this.root = root;
  }

  ProgramRunner runner() {
    return runner;
  }

  /** The products. */
  enum Product {
    POSTGRESQL("PostgreSQL", "postgres"),
    MARIADB("MariaDB", "mariadbd");

    private final String title;
    private final String executable;

    Product(String title, String executable) {
      this.title = title;
      this.executable = executable;
    }
  }

  /**
   * A server that is installed.
   *
   * @param folder of its programs
   */
  record Installed(Product product, Path folder, VersionNumber version) {
    String program(String name) {
      return folder.resolve(name).toString();
    }
  }

  /**
   * The oldest server that is not older than the dump's.
   *
   * @throws SourceException for the target, if none is installed
   */
  Installed find(Kind kind, Optional<VersionNumber> wanted, String target)
      throws SourceException, InterruptedException {
    Product product =
        switch (kind) {
          case POSTGRESQL, POSTGRESQL_CLUSTER -> Product.POSTGRESQL;
          case MARIADB, MARIADB_ACCOUNTS -> Product.MARIADB;
          case MYSQL ->
              throw SourceException.ofTarget(
                  FailureReason.TARGET_VERSION_UNSUPPORTED,
                  "The dump of %s was made on MySQL, and this image starts servers of PostgreSQL and MariaDB."
                      .formatted(target));
        };
    List<Installed> all = installed(product);
    VersionNumber least = wanted.orElse(new VersionNumber(0, 0));
    return all.stream()
        .filter(one -> isAtLeast(one, least))
        .min(Comparator.comparing(Installed::version))
        .orElseThrow(() ->
            SourceException.ofTarget(
                all.isEmpty()
                    ? FailureReason.TARGET_TOOL_MISSING
                    : FailureReason.TARGET_VERSION_UNSUPPORTED,
                "The dump of %s was made on %s %s, and %s."
                    .formatted(target, product.title, least, described(product, all))));
  }

  private static String described(Product product, List<Installed> all) {
    return all.isEmpty()
        ? "this image has no server of %s".formatted(product.title)
        : "the newest server of this image is %s"
            .formatted(all.stream().map(Installed::version).max(VersionNumber::compareTo).get());
  }

  /** A dump loads into any release of the same major version, which of MariaDB has two numbers. */
  private static boolean isAtLeast(Installed one, VersionNumber wanted) {
    return switch (one.product()) {
      case POSTGRESQL -> one.version().major() >= wanted.major();
      case MARIADB -> one.version().compareTo(wanted) >= 0;
    };
  }

  private List<Installed> installed(Product product) throws SourceException, InterruptedException {
    List<Installed> found = new ArrayList<>();
    for (Path folder : folders) {
      Path program = folder.resolve(product.executable);
      if (Files.isExecutable(program)) {
        VersionNumber.firstIn(answer(Program.of(program.toString(), "--version")))
            .ifPresent(version -> found.add(new Installed(product, folder, version)));
      }
    }
    return found;
  }

  private String answer(Program program) throws SourceException, InterruptedException {
    try (RunningProgram running = runner.start(program)) {
      byte[] answer = running.output().readNBytes(LONGEST_ANSWER);
      var _ = running.await();
      String text = new String(answer, StandardCharsets.UTF_8);
      int version = text.indexOf("Ver ");
      return version < 0 ? text : text.substring(version);
    } catch (ProgramMissingException | IOException e) {
      throw missing(program, e);
    }
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
      throw missing(program, e);
    }
  }

  /** Starts a server and waits until it answers. */
  RunningServer serve(Program program, DatabaseServer server, Launch launch, RestoreContext context)
      throws SourceException, InterruptedException {
    RunningProgram running;
    try {
      running = runner.start(unprivileged(program));
    } catch (ProgramMissingException e) {
      throw missing(program, e);
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

  private static SourceException missing(Program program, Exception cause) {
    return SourceException.ofSource(
        FailureReason.TARGET_TOOL_MISSING,
        "The program %s is not installed in this image, or may not be started."
            .formatted(program.executable()),
        cause);
  }
}
