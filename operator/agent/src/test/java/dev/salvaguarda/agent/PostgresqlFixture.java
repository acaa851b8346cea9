package dev.salvaguarda.agent;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL server that asks for passwords, with the role that the guide describes. */
final class PostgresqlFixture implements AutoCloseable {
  static final String ADMIN_PASSWORD = "admin-canary-0815";
  static final String ROLE = "backup";
  static final String PASSWORD = "it's a \\canary\" 4711";

  private final EmbeddedPostgres server;
  private final Path data;

  private PostgresqlFixture(EmbeddedPostgres server, Path data) {
    this.server = server;
    this.data = data;
  }

  static PostgresqlFixture start(Path folder) throws IOException, SQLException {
    Path data = folder.resolve("postgresql");
    EmbeddedPostgres server = EmbeddedPostgres.builder().setDataDirectory(data).start();
    PostgresqlFixture fixture = new PostgresqlFixture(server, data);
    fixture.sql("postgres", "ALTER ROLE postgres PASSWORD '" + ADMIN_PASSWORD + "'");
    fixture.sql(
        "postgres",
        "CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(ROLE, PASSWORD.replace("'", "''")));
    fixture.sql("postgres", "GRANT pg_read_all_data TO " + ROLE);
    fixture.onlyAdmits("all");
    return fixture;
  }

  /** Rewrites the access rules: everybody but the superuser may connect to this database only. */
  void onlyAdmits(String database) throws IOException, SQLException {
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "host all postgres 127.0.0.1/32 scram-sha-256\nhost %s all 127.0.0.1/32 scram-sha-256\n"
            .formatted(database));
    sql("postgres", "SELECT pg_reload_conf()");
  }

  int port() {
    return server.getPort();
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database),
        "postgres",
        ADMIN_PASSWORD);
  }

  void sql(String database, String statement) throws SQLException {
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement()) {
      boolean _ = sql.execute(statement);
    }
  }

  String ask(String database, String query) throws SQLException {
    try (Connection connection = connect(database);
        Statement sql = connection.createStatement();
        ResultSet rows = sql.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
