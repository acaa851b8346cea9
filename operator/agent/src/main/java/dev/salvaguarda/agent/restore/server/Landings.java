package dev.salvaguarda.agent.restore.server;

import dev.salvaguarda.agent.database.LoginReader;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.SqlClient;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.RestoreInto.Scratch;
import dev.salvaguarda.domain.workorder.RestoreInto.Server;
import java.nio.file.Path;
import java.util.List;

/**
 * What databases can be restored into.
 *
 * @param runner starts client programs and servers
 * @param folders where programs are looked for
 * @param root whether this process is root
 * @param postgresql speaks to PostgreSQL
 * @param mariadb speaks to MariaDB
 */
public record Landings(
    ProgramRunner runner,
    List<Path> folders,
    boolean root,
    SqlClient postgresql,
    SqlClient mariadb) {
  public Landings {
    folders = List.copyOf(folders);
  }

  /** Servers that are started for this. */
  public Landing scratch(Scratch scratch, RestoreContext context) {
    return new ScratchServers(
        scratch,
        new InstalledServers(runner, folders),
        new ServerPrograms(runner, root, postgresql, mariadb),
        context);
  }

  /**
   * A PostgreSQL server that exists.
   *
   * @throws SourceException if its credentials can't be read
   */
  public Landing postgresql(Server server, boolean replace) throws SourceException {
    return new ExistingServer(new PostgresqlTarget(LoginReader.read(server), postgresql), replace);
  }

  /**
   * A MariaDB server that exists.
   *
   * @throws SourceException if its credentials can't be read
   */
  public Landing mariadb(Server server, boolean replace) throws SourceException {
    return new ExistingServer(
        new MariadbTarget(LoginReader.read(server), mariadb, runner), replace);
  }
}
