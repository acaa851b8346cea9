package dev.salvaguarda.agent.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The words in which a server's answer, or its silence, is told. */
class SqlFailuresTest {
  private static final DatabaseLogin LOGIN =
      new DatabaseLogin(
          "db.example.org",
          5432,
          "reader",
          SecretBytes.ofUtf8("word"),
          TlsOrder.Mode.PREFER,
          Optional.empty());

  @Test
  void whoeverDoesNotAnswerIsNotSaidToHaveAnswered() {
    assertThat(message("Connection to db.example.org:5432 refused.", "08001"))
        .isEqualTo(
            "No connection to the PostgreSQL server db.example.org:5432 as user reader: Connection to db.example.org:5432 refused (SQL state 08001)");
  }

  @Test
  void whyThereIsNoConnectionIsToldAlsoWhereTheDriverOnlySaysThatThereIsNone() {
    assertThat(cause(new UnknownHostException("db.example.org")))
        .endsWith(
            "as user reader: The connection attempt failed: the host name is unknown (SQL state 08001)");
    assertThat(cause(new NoRouteToHostException("No route to host")))
        .contains("failed: there is no way to the host (");
    assertThat(cause(new SocketTimeoutException("Connect timed out")))
        .contains("failed: no answer in time (");
    assertThat(cause(new IOException("broken"))).contains("The connection attempt failed (");
  }

  private static String cause(IOException why) {
    return message(new SQLException("The connection attempt failed.", "08001", why));
  }

  @Test
  void anAnswerNamesTheUserThatItWasGiven() {
    assertThat(message("ERROR: permission denied for table person", "42501"))
        .isEqualTo(
            "The PostgreSQL server db.example.org:5432 answered the user reader: ERROR: permission denied for table person (SQL state 42501)");
  }

  private static String message(String words, String state) {
    return message(new SQLException(words, state));
  }

  private static String message(SQLException failure) {
    return SqlFailures.failure(
            "PostgreSQL", LOGIN, FailureReason.SOURCE_UNREACHABLE, Scope.SOURCE, failure)
        .failure()
        .message();
  }
}
