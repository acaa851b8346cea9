package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.MariaDbServer;
import java.io.IOException;
import java.util.List;

/** Copies of a MariaDB server that has the reader {@code backup}, whose password is canary. */
final class MariadbCopy {
  private MariadbCopy() {}

  /** Copies one database; fails unless it is complete. */
  static AgentBench.Outcome of(MariaDbServer server, AgentBench bench, String database)
      throws IOException {
    AgentBench.Outcome outcome =
        bench.run(
            bench.order(
                new SourceOrder(
                    "db.example.org",
                    null,
                    new MariadbOrder(
                        server.host(),
                        server.port(),
                        List.of(database),
                        List.of(),
                        bench.secret("username", "backup"),
                        bench.secret("password", "canary"),
                        new TlsOrder(TlsOrder.Mode.DISABLE, null),
                        ChunkSize.KIB_16,
                        false),
                    null),
                Guards.none()));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    return outcome;
  }
}
