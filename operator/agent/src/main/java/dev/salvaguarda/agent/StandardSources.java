package dev.salvaguarda.agent;

import dev.salvaguarda.agent.adapter.jdbc.JdbcMariadbCatalog;
import dev.salvaguarda.agent.adapter.jdbc.JdbcPostgresqlCatalog;
import dev.salvaguarda.agent.attempt.SourceOpener;
import dev.salvaguarda.agent.command.CommandSource;
import dev.salvaguarda.agent.database.LoginReader;
import dev.salvaguarda.agent.dump.DumpDialect;
import dev.salvaguarda.agent.dump.DumpSource;
import dev.salvaguarda.agent.dump.MariadbDialect;
import dev.salvaguarda.agent.dump.PostgresqlDialect;
import dev.salvaguarda.agent.files.FilesSource;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.source.Source;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.DatabaseOrder;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.repository.chunk.Chunking;
import java.time.Clock;

/** The kinds of source that this program copies. */
final class StandardSources implements SourceOpener {
  private final ProgramRunner runner;
  private final Clock clock;
  private final String namespace;

  /** Opens those of policies of this namespace. */
  StandardSources(ProgramRunner runner, Clock clock, String namespace) {
    this.runner = runner;
    this.clock = clock;
    this.namespace = namespace;
  }

  @Override
  public Source open(CopyTask task) throws SourceException {
    return switch (task.source().kind()) {
      case PostgresqlOrder postgresql ->
          dumps(
              postgresql,
              new PostgresqlDialect(
                  postgresql, LoginReader.read(postgresql), new JdbcPostgresqlCatalog(), runner));
      case MariadbOrder mariadb ->
          dumps(
              mariadb,
              new MariadbDialect(
                  mariadb, LoginReader.read(mariadb), new JdbcMariadbCatalog(), runner));
      case FilesOrder files -> new FilesSource(files);
      case CommandOrder command -> new CommandSource(command, clock);
      case ProxmoxOrder proxmox -> GuestSources.open(proxmox, task, namespace, clock);
    };
  }

  private Source dumps(DatabaseOrder order, DumpDialect dialect) {
    return new DumpSource(dialect, chunking(order.chunkSize()), runner, clock);
  }

  private static Chunking chunking(ChunkSize size) {
    return switch (size) {
      case KIB_16 -> Chunking.SQL;
      case KIB_8 -> Chunking.SQL_FINE;
    };
  }
}
