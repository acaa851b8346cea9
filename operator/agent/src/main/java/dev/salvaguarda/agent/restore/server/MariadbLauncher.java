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
    programs.run(program("mariadb-install-db", installing(launch, data)));
    return programs.serve(
        program(installed.program("mariadbd"), serving(launch, data)),
        new MariadbTarget(launch.login(USER), sql, programs.runner()),
        launch,
        context);
  }

  private static Program program(String executable, List<String> arguments) {
    return new Program(executable, arguments, ENVIRONMENT, SecretBytes.ofUtf8(""), List.of());
  }

  private static List<String> installing(Launch launch, Path data) {
    return List.of(
        "--no-defaults",
        "--datadir=" + data,
        "--tmpdir=" + launch.folder(),
        "--skip-test-db",
        "--skip-name-resolve",
        "--auth-root-authentication-method=normal",
        "--innodb-flush-log-at-trx-commit=0",
        "--skip-log-bin");
  }

  /** Fast, small, and deaf to all but this machine. */
  private static List<String> serving(Launch launch, Path data) {
    return List.of(
        "--no-defaults",
        "--datadir=" + data,
        "--tmpdir=" + launch.folder(),
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
        "--performance-schema=OFF");
  }
}
