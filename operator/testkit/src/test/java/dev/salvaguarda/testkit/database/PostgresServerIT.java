package dev.salvaguarda.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.testkit.process.Running;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresServerIT {
  @RegisterExtension
  static final Running<PostgresServer> POSTGRES = Running.from(PostgresServer::startWithTls);

  @Test
  void checksThePasswordOfAReader() throws SQLException {
    PostgresServer server = POSTGRES.get();
    server.createReader("reader", "right");

    assertThatThrownBy(() -> connect(server, "reader", "wrong", "disable"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
    connect(server, "reader", "right", "disable").close();
  }

  @Test
  void offersTlsWithItsCertificate() throws SQLException {
    PostgresServer server = POSTGRES.get();

    try (Connection connection = connect(server, "postgres", "", "verify-full")) {
      assertThat(connection.isValid(5)).isTrue();
    }
  }

  @Test
  void keepsItsDataWhenItIsKilledAndStartedAgain() throws SQLException {
    PostgresServer server = POSTGRES.get();
    server.createDatabase("kept");
    server.execute("kept", "CREATE TABLE t (n int)", "INSERT INTO t VALUES (7)");

    server.kill();
    server.restart();

    try (Connection connection = DriverManager.getConnection(server.jdbcUrl("kept"));
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT n FROM t")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(7);
    }
  }

  private static Connection connect(PostgresServer server, String user, String password, String tls)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", tls);
    server.caBundle().ifPresent(ca -> properties.setProperty("sslrootcert", ca.toString()));
    return DriverManager.getConnection(
        "jdbc:postgresql://" + server.host() + ":" + server.port() + "/postgres", properties);
  }
}
