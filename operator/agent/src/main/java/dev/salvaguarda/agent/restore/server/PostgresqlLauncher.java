package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.server.InstalledServers.Installed;
import dev.salvaguarda.agent.restore.server.ServerPrograms.Launch;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts PostgreSQL for data that need not outlive it. */
final class PostgresqlLauncher {
  /** Another name than any dump of roles makes. */
  private static final String SUPERUSER = "salvaguarda_scratch";

  private static final Map<String, String> ENVIRONMENT =
      Map.of("LC_ALL", "C.UTF-8", "HOME", "/nonexistent", "PATH", "/usr/bin:/bin", "TZ", "UTC");

  /** Fast, small, and deaf to all but this machine. */
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "fsync=off",
          "full_page_writes=off",
          "synchronous_commit=off",
          "wal_level=minimal",
          "max_wal_senders=0",
          "max_wal_size=256MB",
          "shared_buffers=64MB",
          "maintenance_work_mem=64MB",
          "max_connections=20",
          "max_parallel_maintenance_workers=0",
          "max_parallel_workers_per_gather=0",
          "dynamic_shared_memory_type=mmap",
          "autovacuum=off",
          "jit=off",
          "log_min_messages=fatal",
          "log_min_error_statement=panic");

  private final ServerPrograms programs;
  private final Installed installed;
  private final SqlClient sql;

  PostgresqlLauncher(ServerPrograms programs, Installed installed, SqlClient sql) {
    this.programs = programs;
    this.installed = installed;
    this.sql = sql;
  }

  RunningServer start(Launch launch, RestoreContext context)
      throws SourceException, InterruptedException {
    Path data = launch.folder().resolve("data");
    programs.run(
        new Program(
            installed.program("initdb"),
            List.of(
                "--username=" + SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--pgdata=" + data),
            ENVIRONMENT,
            SecretBytes.ofUtf8(""),
            List.of()));
    List<String> arguments = new ArrayList<>(List.of("-D", data.toString()));
    arguments.addAll(List.of("-p", Integer.toString(launch.port())));
    SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    return programs.serve(
        new Program(
            installed.program("postgres"),
            arguments,
            ENVIRONMENT,
            SecretBytes.ofUtf8(""),
            List.of()),
        new PostgresqlTarget(launch.login(SUPERUSER), sql),
        launch,
        context);
  }
}
