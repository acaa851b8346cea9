package dev.salvaguarda.testkit.database;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server on the loopback address, without databases of its own.
 *
 * <p>The superuser {@code postgres} needs no password; every other role needs one.
 */
public final class PostgresServer implements AutoCloseable {
  private static final String SUPERUSER = "postgres";
  private static final String ACCESS_RULES =
      """
      local all all trust
      host all postgres 127.0.0.1/32 trust
      host all postgres ::1/128 trust
      host all all 127.0.0.1/32 scram-sha-256
      host all all ::1/128 scram-sha-256
      """;

  private final Path folder;
  private final int port;
  private final boolean tls;
  private EmbeddedPostgres server;

  private PostgresServer(Path folder, int port, boolean tls) throws IOException {
    this.folder = folder;
    this.port = port;
    this.tls = tls;
    if (tls) {
      ServerCertificate.create(folder);
    }
    this.server = launch();
  }

  /** Starts a server that speaks plain text only. */
  public static PostgresServer start() {
    return start(false);
  }

  /** Starts a server that offers TLS with the certificate of {@link #caBundle()}. */
  public static PostgresServer startWithTls() {
    return start(true);
  }

  public String host() {
    return "127.0.0.1";
  }

  public int port() {
    return port;
  }

  /** PEM file of the authority to trust, with TLS. */
  public Optional<Path> caBundle() {
    return tls ? Optional.of(folder.resolve("server.crt")) : Optional.empty();
  }

  /** For the superuser. */
  public String jdbcUrl(String database) {
    return server.getJdbcUrl(SUPERUSER, database);
  }

  /** Runs statements as the superuser, each on its own. */
  public void execute(String database, String... statements) {
    try (Connection connection = server.getDatabase(SUPERUSER, database).getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refuses: " + e.getMessage(), e);
    }
  }

  /** Makes an empty database. */
  public void createDatabase(String name) {
    execute(SUPERUSER, "CREATE DATABASE \"" + name + "\"");
  }

  /** Makes a role that may read everything and write nothing. */
  public void createReader(String name, String password) {
    execute(
        SUPERUSER,
        "CREATE ROLE \"" + name + "\" LOGIN PASSWORD '" + password.replace("'", "''") + "'",
        "GRANT pg_read_all_data TO \"" + name + "\"");
  }

  /** Where the programs of this very server are. */
  public Path programs() {
    return ProcessHandle.of(pid())
        .flatMap(server -> server.info().command())
        .map(Path::of)
        .map(Path::getParent)
        .orElseThrow(() -> new IllegalStateException("PostgreSQL isn't running"));
  }

  /** SIGKILL for the server and with it for all of its connections. */
  public void kill() {
    ProcessHandle.of(pid()).ifPresent(PostgresServer::killWithConnections);
  }

  private long pid() {
    try {
      return Long.parseLong(
          Files.readAllLines(data().resolve("postmaster.pid")).getFirst().strip());
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL isn't running", e);
    }
  }

  /** A connection that is busy may outlive the server for a while. */
  private static void killWithConnections(ProcessHandle server) {
    List<ProcessHandle> connections = server.children().toList();
    server.destroyForcibly();
    connections.forEach(ProcessHandle::destroyForcibly);
  }

  /** Starts the killed server again on the same port with the same data. */
  public void restart() {
    try {
      server.close();
      Files.deleteIfExists(data().resolve("postmaster.pid"));
      server = launch();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      Folders.delete(folder);
    }
  }

  private static PostgresServer start(boolean tls) {
    Path folder = Machine.temporaryFolder("postgresql");
    try {
      return new PostgresServer(folder, Machine.freePort(), tls);
    } catch (IOException e) {
      Folders.delete(folder);
      throw new UncheckedIOException("PostgreSQL doesn't start", e);
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private EmbeddedPostgres launch() throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(data())
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(true)
            .setPort(port)
            .setPGStartupWait(Duration.ofMinutes(5))
            .setServerConfig("unix_socket_directories", "")
            // The library switches it off; what was committed must outlive a kill.
            .setServerConfig("synchronous_commit", "on")
            .setDataDirectoryCustomizer(PostgresServer::restrictAccess);
    if (tls) {
      builder
          .setServerConfig("ssl", "on")
          .setServerConfig("ssl_cert_file", folder.resolve("server.crt").toString())
          .setServerConfig("ssl_key_file", folder.resolve("server.key").toString());
    }
    return builder.start();
  }

  private static void restrictAccess(File data) {
    try {
      Files.writeString(data.toPath().resolve("pg_hba.conf"), ACCESS_RULES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
