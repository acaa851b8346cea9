package dev.salvaguarda.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Does what the page tells people to do when nothing of ours is left but the bucket. */
class RestoreWithoutUsIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final Path PAGE =
      Path.of("..", "..", "docs", "guide", "restore-without-salvaguarda.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "^```sh( setup| postgresql)?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern EXPORT = Pattern.compile("^export (\\w+)=.*$", Pattern.MULTILINE);

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
    runPage(work, environment);

    assertThat(AgentBench.sha256(Files.readAllBytes(work.resolve("payroll.sql"))))
        .isEqualTo(database.target("payroll").path("sha256").asText());
    assertThat(AgentBench.sha256(Files.readAllBytes(work.resolve("globals.sql"))))
        .isEqualTo(database.target("globals").path("sha256").asText());
    assertThat(Files.readString(work.resolve("restored/documents/contracts/2026.txt")))
        .isEqualTo("a contract");
    SERVER.get().execute("payroll_restored", "SELECT 1 / count(*) FROM staff WHERE id = 5000");
  }

  /** One shell for the whole page, as a person would have it. */
  private static void runPage(Path work, Map<String, String> values) throws Exception {
    List<String> script = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      String commands = block.group(2);
      script.add(" setup".equals(block.group(1)) ? withValues(commands, values) : commands);
    }
    assertThat(script).hasSizeGreaterThan(5);
    ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-c", String.join("\n", script));
    builder.directory(work.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("RESTIC_"));
    builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
    builder.environment().put("PGHOST", SERVER.get().host());
    builder.environment().put("PGPORT", Integer.toString(SERVER.get().port()));
    builder.environment().put("PGUSER", "postgres");
    Process shell = builder.start();
    String output = new String(shell.getInputStream().readAllBytes(), UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    assertThat(output).contains("PostgreSQL database dump complete", "no errors were found");
  }

  private static String withValues(String setup, Map<String, String> values) {
    return EXPORT
        .matcher(setup)
        .replaceAll(line -> {
          String name = line.group(1);
          assertThat(values).as("value of a variable on the page").containsKey(name);
          return Matcher.quoteReplacement("export " + name + "='" + values.get(name) + "'");
        });
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
