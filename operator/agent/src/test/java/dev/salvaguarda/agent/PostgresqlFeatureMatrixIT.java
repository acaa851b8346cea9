package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ChunkSize;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.PostgresqlOrder;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that a PostgreSQL server can hold comes back into an empty server of the same version,
 * by stock restic and the commands of the guide.
 */
class PostgresqlFeatureMatrixIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String PASSWORD = "canary-4711";

  /** Names that shells, restic, psql and URLs read in ways of their own. */
  private static final List<String> ODD_NAMES =
      List.of(
          "com,ma",
          "sla/sh",
          "100%",
          "a%2Fb",
          "it's \"q\" $HOME `id` \\ x",
          "-dash",
          "a=b",
          " spaces ",
          "Grüße 😀",
          "two\nlines",
          "postgresql://x",
          "globals");

  static List<Path> versions() {
    return InstalledPostgresql.versions();
  }

  @ParameterizedTest
  @MethodSource("versions")
  void everythingComesBackIntoAnEmptyServer(Path version, @TempDir Path folder, @TempDir Path work)
      throws Exception {
    RequiredTool.restic().path();
    RequiredTool.pgDump().path();
    try (InstalledPostgresql source = InstalledPostgresql.start(version, "wal_level=logical");
        InstalledPostgresql restored = InstalledPostgresql.start(version, "wal_level=logical");
        InstalledPostgresql ours = InstalledPostgresql.start(version, "wal_level=logical")) {
      fill(source);
      AgentBench bench = new AgentBench(S3.get(), folder);

      AgentBench.Outcome outcome = bench.run(order(bench, source));
      AgentBench.Outcome again = bench.run(order(bench, source));

      assertThat(outcome.exitCode()).as(outcome.output()).isEqualTo(ExitCode.DEGRADED.status());
      assertThat(outcome.reasonOf("features")).isEqualTo("DUMP_PARTIAL");
      assertThat(outcome.output())
          .contains("foreign table shop.far_away", "subscription branch")
          .contains("options of the user mapping of clerk at branch")
          .doesNotContain("canary");
      outcome
          .result()
          .path("targets")
          .forEach(target ->
              assertThat(again.target(target.path("name").asText()).path("sha256"))
                  .as("equal data, equal bytes: " + target.path("name"))
                  .isEqualTo(target.path("sha256")));
      restore(bench, folder, work, restored);
      AgentBench.Outcome brought =
          bench.run(
              bench.order(
                  outcome.wanted(),
                  RestoreInto.postgresql(bench.server(ours.port(), "postgres")),
                  false));
      // Both servers are on one machine, where the tablespace has its folder already.
      assertThat(brought.exitCode()).as(brought.output()).isEqualTo(ExitCode.DEGRADED.status());
      assertThat(brought.target("server-globals").path("failure").path("message").asText())
          .contains("already in use as a tablespace");
      assertThat(brought.result().path("targets"))
          .filteredOn(target -> !target.path("name").asText().equals("server-globals"))
          .allSatisfy(target -> assertThat(target.path("rung").asText()).isEqualTo("V3"));
      for (InstalledPostgresql server : List.of(restored, ours)) {
        for (String database : databases(source)) {
          assertThat(GuidePage.differences(contents(source, database), contents(server, database)))
              .as(database)
              .isEmpty();
        }
        assertThat(databases(server)).isEqualTo(databases(source));
      }
    }
  }

  private static void fill(InstalledPostgresql server) throws Exception {
    server.execute(
        "postgres",
        "CREATE ROLE backup LOGIN PASSWORD '" + PASSWORD + "' BYPASSRLS",
        "GRANT pg_read_all_data TO backup",
        "GRANT SELECT ON pg_authid TO backup",
        "CREATE ROLE clerk LOGIN PASSWORD 'clerk-canary' VALID UNTIL '2030-01-01' CONNECTION LIMIT 7",
        "CREATE ROLE \"odd role\" NOINHERIT",
        "GRANT clerk TO \"odd role\" WITH ADMIN OPTION",
        "CREATE TABLESPACE fast LOCATION '" + server.newFolder("fast") + "'",
        "CREATE DATABASE features OWNER clerk TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            + " LOCALE_PROVIDER icu ICU_LOCALE 'en'",
        "ALTER DATABASE features SET search_path = shop, \"$user\", public",
        "ALTER DATABASE features SET \"my.setting\" = 'it''s = x'",
        "ALTER ROLE clerk IN DATABASE features SET work_mem = '5MB'",
        "COMMENT ON DATABASE features IS 'it''s all'",
        "REVOKE CONNECT ON DATABASE features FROM PUBLIC",
        "GRANT CONNECT, CREATE ON DATABASE features TO \"odd role\" WITH GRANT OPTION",
        "GRANT CONNECT ON DATABASE features TO backup",
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'",
        "CREATE DATABASE ascii TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' CONNECTION LIMIT 9");
    server.execute("features", GuidePage.resource("postgresql.sql"));
    server.execute("latin", "CREATE TABLE t AS SELECT 'Zoë'::text AS name");
    server.execute(
        "ascii", "CREATE TABLE t AS SELECT convert_from('\\x5a6fe9', 'SQL_ASCII') AS name");
    for (String name : ODD_NAMES) {
      server.execute("postgres", "CREATE DATABASE \"" + name.replace("\"", "\"\"") + "\"");
      server.execute(name, "CREATE TABLE who AS SELECT current_database()::text AS name");
    }
  }

  private static void restore(AgentBench bench, Path folder, Path work, InstalledPostgresql server)
      throws Exception {
    Map<String, String> setup = new TreeMap<>(bench.resticEnvironment());
    setup.put("RESTIC_PASSWORD_FILE", folder.resolve("repository-password").toString());
    Map<String, String> environment = server.clientEnvironment();
    String begin = GuidePage.withValues(GuidePage.commands(List.of("setup")), setup);
    String roles =
        GuidePage.commands(List.of("roles")).replace("/globals.sql", "/server-globals.sql");
    String _ = GuidePage.run(begin + roles, work, environment);
    String commands = begin + GuidePage.commands(List.of("dump", "postgresql"));
    List<String> names = new ArrayList<>(ODD_NAMES);
    names.addAll(List.of("features", "latin", "ascii"));
    for (String name : names) {
      String _ =
          GuidePage.run(
              GuidePage.withValues(commands, Map.of("FILE", GuidePage.fileOf(name), "NAME", name)),
              work,
              environment);
    }
  }

  private static List<String> databases(InstalledPostgresql server) throws Exception {
    return server.rows("postgres", "SELECT datname FROM pg_database WHERE NOT datistemplate");
  }

  /** All objects and rows; those of the kinds that need no name are told by their query. */
  private static Map<String, List<String>> contents(InstalledPostgresql server, String database)
      throws Exception {
    Map<String, List<String>> all = new TreeMap<>();
    for (String query : GuidePage.resource("postgresql-catalog.sql").lines().skip(1).toList()) {
      all.put(query, server.rows(database, query));
    }
    for (String table :
        server.rows(
            database,
            "SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                + " WHERE relkind IN ('r', 'm') AND relispopulated AND n.nspname !~ '^pg_'"
                + " AND n.nspname <> 'information_schema'")) {
      all.put(
          table,
          server.rows(
              database,
              "SELECT count(*), md5(string_agg(md5(t::text), ',' ORDER BY md5(t::text))) FROM "
                  + table
                  + " t"));
    }
    return all;
  }

  private static Path order(AgentBench bench, InstalledPostgresql server) throws Exception {
    return bench.order(
        new SourceOrder(
            "db.example.org",
            new PostgresqlOrder(
                "127.0.0.1",
                server.port(),
                List.of(),
                List.of("postgres"),
                bench.secret("username", "backup"),
                bench.secret("password", PASSWORD),
                new TlsOrder(TlsOrder.Mode.DISABLE, null),
                ChunkSize.KIB_16,
                true),
            null,
            null),
        Guards.none());
  }
}
