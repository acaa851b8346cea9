package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.FilesOrder;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Does what the page tells people to do when nothing of ours is left but the bucket. */
class RestoreWithoutUsIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  @Test
  void theCommandsOfThePageBringBackADatabaseAndAFileTree(@TempDir Path folder, @TempDir Path work)
      throws Exception {
    RequiredTool.restic().path();
    RequiredTool.onPath("createdb", "Install the package postgresql-client.").path();
    AgentBench bench = new AgentBench(S3.get(), folder);
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("contracts"));
    Files.writeString(tree.resolve("contracts/2026.txt"), "a contract");
    AgentBench.Outcome database = bench.run(payroll(bench));
    AgentBench.Outcome files = bench.run(documents(bench, tree));
    assertThat(List.of(database.exitCode(), files.exitCode()))
        .as(database.output() + files.output())
        .containsOnly(0);

    Map<String, String> environment = bench.resticEnvironment();
    environment.put("RESTIC_PASSWORD_FILE", folder.resolve("repository-password").toString());
    environment.put("NAME", "payroll_restored");
    String output =
        GuidePage.run(
            GuidePage.withValues(
                GuidePage.commands(List.of("", "setup", "dump", "roles", "postgresql")),
                environment),
            work,
            Map.of(
                "PGHOST",
                SERVER.get().host(),
                "PGPORT",
                Integer.toString(SERVER.get().port()),
                "PGUSER",
                "postgres"));

    assertThat(output).contains("PostgreSQL database dump complete", "no errors were found");
    assertThat(AgentBench.sha256(Files.readAllBytes(work.resolve("dump.sql"))))
        .isEqualTo(database.target("payroll").path("sha256").asText());
    assertThat(AgentBench.sha256(Files.readAllBytes(work.resolve("globals.sql"))))
        .isEqualTo(database.target("globals").path("sha256").asText());
    assertThat(Files.readString(work.resolve("restored/documents/contracts/2026.txt")))
        .isEqualTo("a contract");
    SERVER.get().execute("payroll_restored", "SELECT 1 / count(*) FROM staff WHERE id = 5000");
  }

  private static Path payroll(AgentBench bench) throws IOException {
    PostgresServer server = SERVER.get();
    server.createReader("backup", "canary");
    server.createDatabase("payroll");
    server.execute(
        "payroll",
        "CREATE TABLE staff AS SELECT g AS id, md5(g::text) AS name FROM generate_series(1, 5000) g");
    return bench.order(
        new SourceOrder(
            "db.example.org",
            new PostgresqlOrder(
                server.host(),
                server.port(),
                List.of("payroll"),
                List.of(),
                bench.secret("username", "backup"),
                bench.secret("password", "canary"),
                new TlsOrder(TlsOrder.Mode.DISABLE, null),
                ChunkSize.KIB_16,
                true),
            null,
            null),
        Guards.none());
  }

  private static Path documents(AgentBench bench, Path tree) throws IOException {
    FilesOrder files = FilesOrder.everything(tree.toString(), "/documents");
    return bench.order(new SourceOrder("documents", null, null, files), Guards.none());
  }
}
