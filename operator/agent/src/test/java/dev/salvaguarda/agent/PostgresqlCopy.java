package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.PostgresServer;
import java.io.IOException;
import java.util.List;

/** A good copy of databases, for tests of what is done with it. */
final class PostgresqlCopy {
  private PostgresqlCopy() {}

  /** What the agent said of it; the server has a reader {@code backup}. */
  static AgentBench.Outcome of(
      PostgresServer server, AgentBench bench, boolean globals, String... databases)
      throws IOException {
    AgentBench.Outcome copied =
        bench.run(
            bench.order(
                new SourceOrder(
                    "db.example.org",
                    new PostgresqlOrder(
                        server.host(),
                        server.port(),
                        List.of(databases),
                        List.of(),
                        bench.secret("username", "backup"),
                        bench.secret("password", "canary"),
                        new TlsOrder(TlsOrder.Mode.DISABLE, null),
                        ChunkSize.KIB_16,
                        globals),
                    null,
                    null),
                Guards.none()));
    assertThat(copied.exitCode()).as(copied.output()).isZero();
    return copied;
  }
}
