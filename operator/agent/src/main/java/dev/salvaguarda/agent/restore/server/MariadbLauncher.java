package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.restore.server.InstalledServers.Installed;
import dev.salvaguarda.agent.restore.server.ServerPrograms.Launch;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts MariaDB for data that need not outlive it. */
final class MariadbLauncher {
  private static final String USER = "root";

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "LC_ALL", "C",
          "HOME", "/nonexistent",
          "PATH", "/usr/bin:/bin:/usr/sbin:/sbin",
          "TZ", "UTC");

  private final ServerPrograms programs;
  private final Installed installed;
  private final SqlClient sql;

  MariadbLauncher(ServerPrograms programs, Installed installed, SqlClient sql) {
    this.programs = programs;
    this.installed = installed;
    this.sql = sql;
  }

  RunningServer start(Launch launch, RestoreContext context)
      throws SourceException, InterruptedException {
    Path data = launch.folder().resolve("data");
    Path temporary = launch.folder();
    programs.run(
        new Program(
            "mariadb-install-db",
            List.of(
                "--no-defaults",
                "--datadir=" + data,
                "--tmpdir=" + temporary,
                "--skip-test-db",
                "--skip-name-resolve",
                "--auth-root-authentication-method=normal",
                "--innodb-flush-log-at-trx-commit=0",
                "--skip-log-bin"),
            ENVIRONMENT,
            SecretBytes.ofUtf8(""),
            List.of()));
    return programs.serve(
        new Program(
            installed.program("mariadbd"),
            List.of(
                "--no-defaults",
                "--datadir=" + data,
                "--tmpdir=" + temporary,
                "--socket=s",
                "--pid-file=pid",
                "--port=" + launch.port(),
                "--bind-address=127.0.0.1",
                "--skip-name-resolve",
                "--skip-log-bin",
                "--skip-ssl",
                "--innodb-flush-log-at-trx-commit=0",
                "--innodb-doublewrite=0",
                "--innodb-buffer-pool-size=64M",
                "--innodb-log-file-size=64M",
                "--key-buffer-size=1M",
                "--aria-pagecache-buffer-size=8M",
                "--max-allowed-packet=1G",
                "--max-connections=20",
                "--lower-case-table-names=0",
                "--event-scheduler=OFF",
                "--performance-schema=OFF"),
            ENVIRONMENT,
            SecretBytes.ofUtf8(""),
            List.of()),
        new MariadbTarget(launch.login(USER), sql, programs.runner()),
        launch,
        context);
  }
}
