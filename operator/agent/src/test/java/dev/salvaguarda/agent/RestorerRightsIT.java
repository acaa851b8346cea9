package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the guide asks to be granted to the user that restores is enough, and is needed. */
class RestorerRightsIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private AgentBench bench;
  private AgentBench.Outcome copied;

  @BeforeAll
  static void fillTheServer() {
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.execute("postgres", "CREATE ROLE clerk");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "ALTER DATABASE payroll OWNER TO clerk",
        "CREATE EXTENSION hstore",
        "CREATE TABLE staff AS SELECT g AS id FROM generate_series(1, 10) g",
        "ALTER TABLE staff OWNER TO clerk",
        "CREATE SCHEMA hr AUTHORIZATION clerk");
  }

  @BeforeEach
  void newRepository(@TempDir Path folder) throws IOException {
    bench = new AgentBench(S3.get(), folder);
    PostgresServer server = SERVER.get();
    server.execute(
        "postgres",
        "DROP DATABASE IF EXISTS payroll_back",
        "DROP ROLE IF EXISTS restorer",
        "CREATE ROLE restorer LOGIN CREATEDB PASSWORD 'any'");
    copied = PostgresqlCopy.of(server, bench, false, "payroll");
  }

  @Test
  void whoeverMayMakeDatabasesAndBelongsToTheOwnersMayRestoreAndReplace() throws IOException {
    SERVER.get().execute("postgres", "GRANT clerk TO restorer");

    AgentBench.Outcome restored = restored(false);
    assertThat(restored.exitCode()).as(restored.output()).isZero();

    AgentBench.Outcome replaced = restored(true);
    assertThat(replaced.exitCode()).as(replaced.output()).isZero();
  }

  @Test
  void whoeverDoesNotBelongToAnOwnerIsToldToWhom() throws IOException {
    AgentBench.Outcome restored = restored(false);

    assertThat(restored.exitCode()).isEqualTo(4);
    assertThat(restored.reasonOf("payroll")).isEqualTo("TARGET_ACCESS_DENIED");
    assertThat(restored.target("payroll").path("failure").path("message").asText())
        .contains("clerk");
  }

  private AgentBench.Outcome restored(boolean force) throws IOException {
    Wanted wanted = copied.wanted("payroll");
    return bench.run(
        bench.order(
            List.of(new Wanted("payroll", wanted.snapshotId(), wanted.sha256(), "payroll_back")),
            RestoreInto.postgresql(bench.server(SERVER.get().port(), "restorer")),
            force));
  }
}
