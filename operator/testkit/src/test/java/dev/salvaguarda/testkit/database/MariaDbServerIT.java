package dev.salvaguarda.testkit.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class MariaDbServerIT {
  @RegisterExtension
  static final Running<MariaDbServer> MARIADB = Running.from(MariaDbServer::start);

  @Test
  void checksThePasswordOfAReaderAndLetsItReadOnly() throws Exception {
    MariaDbServer server = MARIADB.get();
    server.createDatabase("desk");
    server.execute("desk", "CREATE TABLE t (n INT); INSERT INTO t VALUES (7);");
    server.createReader("reader", "right");

    assertThat(query(server, "wrong", "SELECT n FROM t")).contains("Access denied");
    assertThat(query(server, "right", "SELECT n FROM t")).contains("7");
    assertThat(query(server, "right", "DELETE FROM t")).contains("denied");
  }

  @Test
  void keepsItsDataWhenItIsKilledAndStartedAgain() {
    MariaDbServer server = MARIADB.get();
    server.createDatabase("kept");

    server.kill();
    server.restart();

    assertThatThrownBy(() -> server.createDatabase("kept"))
        .isInstanceOf(IllegalStateException.class);
  }

  private static String query(MariaDbServer server, String password, String sql)
      throws IOException {
    ProcessBuilder client =
        new ProcessBuilder(
            RequiredTool.mariadb().path().toString(),
            "--host=127.0.0.1",
            "--port=" + server.port(),
            "--user=reader",
            "--execute=" + sql,
            "desk");
    client.environment().put("MYSQL_PWD", password);
    client.redirectErrorStream(true);
    return new String(client.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
