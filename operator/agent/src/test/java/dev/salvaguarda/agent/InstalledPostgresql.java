package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * An empty server of a PostgreSQL that the distribution installed, with its extensions. The
 * superuser {@code postgres} needs no password, everybody else does.
 */
final class InstalledPostgresql implements AutoCloseable {
  private static final Path VERSIONS = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";

  private final Path programs;
  private final Map<String, String> environment = new TreeMap<>();
  private final Path folder;
  private final int port = Machine.freePort();

  private InstalledPostgresql(Path programs) {
    this.programs = programs;
    this.folder = Machine.temporaryFolder("postgresql");
  }

  /**
   * Folders with the programs of each installed server, oldest first.
   *
   * @throws AssertionError where there is none and {@code CI=true}
   * @throws org.opentest4j.TestAbortedException where there is none elsewhere
   */
  static List<Path> versions() {
    List<Path> installed = installed();
    if (installed.isEmpty()) {
      Path _ =
          new RequiredTool(
                  "initdb", "Install the package postgresql.", List.of(VERSIONS.resolve("initdb")))
              .path();
    }
    return installed;
  }

  /** The newest of {@link #versions()}. */
  static Path newest() {
    return versions().getLast();
  }

  private static List<Path> installed() {
    if (!Files.isDirectory(VERSIONS)) {
      return List.of();
    }
    try (Stream<Path> versions = Files.list(VERSIONS)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server.
   *
   * @param settings of the server, in the form {@code name=value}
   */
  static InstalledPostgresql start(Path programs, String... settings)
      throws IOException, InterruptedException {
    InstalledPostgresql server = new InstalledPostgresql(programs);
    server.launch(List.of(settings));
    return server;
  }

  /** Starts a server that speaks this language, for which the system need have no locale. */
  static InstalledPostgresql startSpeaking(String language)
      throws IOException, InterruptedException {
    InstalledPostgresql server = new InstalledPostgresql(newest());
    Path locales = Files.createDirectory(server.folder.resolve("locales"));
    String name = language + ".UTF-8";
    Process localedef =
        new ProcessBuilder(
                RequiredTool.onPath("localedef", "Install the package locales.").path().toString(),
                "--inputfile=" + language,
                "--charmap=UTF-8",
                locales.resolve(name).toString())
            .inheritIO()
            .start();
    assertThat(localedef.waitFor()).as("localedef").isZero();
    server.environment.put("LOCPATH", locales.toString());
    server.launch(List.of("lc_messages=" + name));
    return server;
  }

  private void launch(List<String> settings) throws IOException, InterruptedException {
    if (Machine.isRoot()) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    run(
        "initdb",
        "--username=postgres",
        "--encoding=UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
        "--auth=trust",
        "--pgdata=" + data());
    Files.writeString(
        data().resolve("pg_hba.conf"),
        "host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
    StringBuilder options =
        new StringBuilder("-p " + port + " -k '' -c listen_addresses=127.0.0.1 -c fsync=off");
    settings.forEach(setting -> options.append(" -c ").append(setting));
    run(
        "pg_ctl",
        "--pgdata=" + data(),
        "--wait",
        "--timeout=120",
        "--log=" + folder.resolve("log"),
        "-o",
        options.toString(),
        "start");
  }

  private Path data() {
    return folder.resolve("data");
  }

  int port() {
    return port;
  }

  /** A new folder that the server may write to. */
  Path newFolder(String name) throws IOException {
    Path made = Files.createDirectory(folder.resolve(name));
    if (Machine.isRoot()) {
      Files.setOwner(
          made, made.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(USER));
    }
    return made;
  }

  /** Variables with which the stock client finds the server. */
  Map<String, String> clientEnvironment() {
    return Map.of("PGHOST", "127.0.0.1", "PGPORT", Integer.toString(port), "PGUSER", USER);
  }

  /** Runs statements as the superuser, each on its own. */
  void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        boolean _ = statement.execute(sql);
      }
    }
  }

  /** The rows of a query as text, in their natural order. */
  List<String> rows(String database, String query) throws SQLException {
    try (Connection connection = connect(database)) {
      return SqlRows.of(connection, query);
    }
  }

  Connection connect(String database) throws SQLException {
    String encoded =
        java.net.URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + encoded, USER, "");
  }

  private void run(String program, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (Machine.isRoot()) {
      command.addAll(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve(program + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor()).as(program + ": " + Files.readString(log)).isZero();
  }

  @Override
  public void close() {
    try {
      run("pg_ctl", "--pgdata=" + data(), "--mode=immediate", "stop");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Folders.delete(folder);
    }
  }
}
