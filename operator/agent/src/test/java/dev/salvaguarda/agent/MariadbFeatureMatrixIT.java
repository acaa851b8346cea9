package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.MariadbOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.database.MariaDbServer;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything that a MariaDB server can hold comes back into an empty server of the same version, by
 * stock restic and the commands of the guide.
 */
class MariadbFeatureMatrixIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String PASSWORD = "canary-4711";

  /** Names that shells, restic, the client and URLs read in ways of their own. */
  private static final List<String> ODD_NAMES =
      List.of(
          "com,ma",
          "sla/sh",
          "100%",
          "a%2Fb",
          "it's \"q\" `b` $HOME \\ x",
          "-dash",
          "a=b",
          "do.ts",
          "Grüße",
          "old-style");

  @Test
  void everythingComesBackIntoAnEmptyServer(@TempDir Path folder, @TempDir Path work)
      throws Exception {
    try (MariaDbServer source = MariaDbServer.start();
        MariaDbServer restored = MariaDbServer.start();
        MariaDbServer ours = MariaDbServer.start()) {
      provesThatEverythingComesBack(source, restored, ours, folder, work);
    }
  }

  @Test
  void everythingComesBackIntoAnEmptyServerOfTheDistribution(
      @TempDir Path folder, @TempDir Path work) throws Exception {
    try (MariaDbServer source = MariaDbServer.startInstalled();
        MariaDbServer restored = MariaDbServer.startInstalled();
        MariaDbServer ours = MariaDbServer.startInstalled()) {
      provesThatEverythingComesBack(source, restored, ours, folder, work);
    }
  }

  private static void provesThatEverythingComesBack(
      MariaDbServer source, MariaDbServer restored, MariaDbServer ours, Path folder, Path work)
      throws Exception {
    RequiredTool.restic().path();
    RequiredTool.mariadbDump().path();
    fill(source);
    AgentBench bench = new AgentBench(S3.get(), folder);

    AgentBench.Outcome outcome = bench.run(order(bench, source));
    AgentBench.Outcome again = bench.run(order(bench, source));

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target("features").path("consistency").asText()).isEqualTo("CRASH");
    outcome
        .result()
        .path("targets")
        .forEach(target ->
            assertThat(again.target(target.path("name").asText()).path("sha256"))
                .as("equal data, equal bytes: " + target.path("name"))
                .isEqualTo(target.path("sha256")));
    restore(bench, folder, work, restored);
    MariadbContents.run(
        ours,
        "mysql",
        List.of(
            "CREATE USER administrator@'%' IDENTIFIED BY 'any'",
            "GRANT ALL ON *.* TO administrator@'%' WITH GRANT OPTION",
            "GRANT PROXY ON ''@'%' TO administrator@'%' WITH GRANT OPTION"));
    AgentBench.Outcome brought =
        bench.run(
            bench.order(
                outcome.wanted(),
                RestoreInto.mariadb(bench.server(ours.port(), "administrator")),
                false));
    assertThat(brought.exitCode()).as(brought.output()).isZero();
    for (MariaDbServer server : List.of(restored, ours)) {
      for (String database : MariadbContents.databases(source)) {
        assertThat(
                GuidePage.differences(
                    MariadbContents.of(source, database), MariadbContents.of(server, database)))
            .as(database)
            .isEmpty();
      }
      assertThat(MariadbContents.databases(server)).isEqualTo(MariadbContents.databases(source));
    }
    assertThat(GuidePage.differences(accounts(source), accounts(restored))).isEmpty();
    MariadbContents.run(ours, "mysql", List.of("DROP USER administrator@'%'"));
    assertThat(GuidePage.differences(accounts(source), accounts(ours))).isEmpty();
    assertThat(outcome.output()).doesNotContain("canary");
  }

  private static void fill(MariaDbServer source) throws Exception {
    source.createReader("backup", PASSWORD);
    MariadbContents.run(
        source,
        "mysql",
        List.of(
            "GRANT EXECUTE ON *.* TO backup@'%'",
            "CREATE DATABASE features CHARACTER SET utf8mb4 COLLATE utf8mb4_bin COMMENT 'it''s all'",
            "CREATE DATABASE latin CHARACTER SET latin1 COLLATE latin1_german1_ci",
            "CREATE TABLE latin.t (name VARCHAR(20), raw VARBINARY(20))",
            "INSERT INTO latin.t VALUES ('Zoë', X'E900FF')"));
    MariadbContents.run(
        source, "features", List.of(GuidePage.resource("mariadb.sql").split("\n\n")));
    for (String name : ODD_NAMES) {
      String quoted = "`" + name.replace("`", "``") + "`";
      MariadbContents.run(
          source,
          "mysql",
          List.of(
              "CREATE DATABASE " + quoted,
              "CREATE TABLE " + quoted + ".`who, is/it` AS SELECT 1 AS `n %`"));
    }
    MariadbContents.run(
        source, "features", List.of(GuidePage.resource("mariadb-accounts.sql").split("\n\n")));
  }

  private static void restore(AgentBench bench, Path folder, Path work, MariaDbServer restored)
      throws Exception {
    Map<String, String> setup = new TreeMap<>(bench.resticEnvironment());
    setup.put("RESTIC_PASSWORD_FILE", folder.resolve("repository-password").toString());
    String commands =
        GuidePage.withValues(GuidePage.commands(List.of("setup")), setup)
            + client(GuidePage.commands(List.of("dump", "mariadb")), restored);
    List<String> names = new ArrayList<>(ODD_NAMES);
    names.addAll(List.of("features", "latin"));
    for (String name : names) {
      String _ =
          GuidePage.run(
              GuidePage.withValues(commands, Map.of("FILE", GuidePage.fileOf(name), "NAME", name)),
              work,
              Map.of());
    }
    String _ =
        GuidePage.run(
            GuidePage.withValues(GuidePage.commands(List.of("setup")), setup)
                + client(GuidePage.commands(List.of("accounts")), restored),
            work,
            Map.of());
  }

  private static String client(String commands, MariaDbServer server) {
    return commands.replace(
        "mariadb --",
        "mariadb --no-defaults --host=127.0.0.1 --user=root --port=" + server.port() + " --");
  }

  /**
   * How each account logs in and what it may, but for grants on what was dropped. A server tells
   * the grant to stand for everybody in the same words for two forms of it.
   */
  private static Map<String, List<String>> accounts(MariaDbServer server) throws SQLException {
    MariadbContents.run(server, "mysql", List.of("FLUSH PRIVILEGES"));
    Map<String, List<String>> all = new TreeMap<>();
    all.put(
        "roles",
        MariadbContents.rows(
            server, "mysql", "SELECT host, user, role, admin_option FROM roles_mapping"));
    all.put(
        "default",
        MariadbContents.rows(
            server, "mysql", "SELECT user, host, is_role, default_role FROM user"));
    for (String account :
        MariadbContents.rows(
            server,
            "mysql",
            "SELECT CONCAT(IF(user = 'PUBLIC', user, CONCAT('`', REPLACE(user, '`', '``'), '`')),"
                + " IF(is_role = 'Y', '', CONCAT('@`', host, '`'))) FROM user WHERE user <> '' OR host LIKE '192%'")) {
      List<String> lines =
          new ArrayList<>(MariadbContents.rows(server, "mysql", "SHOW GRANTS FOR " + account));
      if (account.contains("@`")) {
        lines.addAll(MariadbContents.rows(server, "mysql", "SHOW CREATE USER " + account));
      }
      all.put(
          account, lines.stream().filter(line -> !line.contains("`dropped")).distinct().toList());
    }
    return all;
  }

  private static Path order(AgentBench bench, MariaDbServer source) throws Exception {
    return bench.order(
        new SourceOrder(
            "db.example.org",
            null,
            new MariadbOrder(
                "127.0.0.1",
                source.port(),
                List.of(),
                List.of("test"),
                bench.secret("username", "backup"),
                bench.secret("password", PASSWORD),
                new TlsOrder(TlsOrder.Mode.PREFER, null),
                ChunkSize.KIB_16,
                true),
            null),
        Guards.none());
  }
}
