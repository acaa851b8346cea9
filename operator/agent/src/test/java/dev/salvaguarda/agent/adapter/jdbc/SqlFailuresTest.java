package dev.salvaguarda.agent.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.source.SourceException.Scope;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
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
  void anAnswerNamesTheUserThatItWasGiven() {
    assertThat(message("ERROR: permission denied for table person", "42501"))
        .isEqualTo(
            "The PostgreSQL server db.example.org:5432 answered the user reader: ERROR: permission denied for table person (SQL state 42501)");
  }

  private static String message(String words, String state) {
    return SqlFailures.failure(
            "PostgreSQL",
            LOGIN,
            FailureReason.SOURCE_UNREACHABLE,
            Scope.SOURCE,
            new SQLException(words, state))
        .failure()
        .message();
  }
}
