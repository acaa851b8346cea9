package dev.salvaguarda.agent.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.salvaguarda.agent.database.DatabaseLogin;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.TlsOrder;
import dev.salvaguarda.repository.model.SecretBytes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a pooler, which has one state for everything and says the rest in words. */
class JdbcPostgresqlCatalogTest {
  private static final List<String> DATABASES = List.of("payroll", "postgres");

  @ParameterizedTest
  @CsvSource({
    "08P01, password authentication failed, SOURCE_ACCESS_DENIED, 1",
    "08P01, SASL authentication failed,     SOURCE_ACCESS_DENIED, 1",
    "08P01, no such user,                   SOURCE_ACCESS_DENIED, 1",
    "08P01, no such database: payroll,      SOURCE_NOT_FOUND,     2",
    "08P01, no more connections allowed,    SOURCE_UNREACHABLE,   2",
    "28P01, no such database,               SOURCE_ACCESS_DENIED, 1",
    "57P03, the server is starting up,      SOURCE_UNREACHABLE,   1"
  })
  void aPoolerThatDoesNotKnowADatabaseMayKnowAnotherAndOneThatRefusesTheUserKnowsNone(
      String state, String message, FailureReason reason, int tries) {
    try (RefusingPostgresql pooler = RefusingPostgresql.start(state, message)) {
      assertThatThrownBy(() -> new JdbcPostgresqlCatalog().read(login(pooler), DATABASES))
          .asInstanceOf(type(SourceException.class))
          .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(reason))
          .satisfies(e -> assertThat(e.failure().message()).contains(message));
      assertThat(pooler.asked()).isEqualTo(DATABASES.subList(0, tries));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "08P01, no such user,              SOURCE_ACCESS_DENIED",
    "08P01, no such database: payroll, SOURCE_NOT_FOUND",
    "08P01, server login has failed,   SOURCE_UNREACHABLE"
  })
  void oneDatabaseIsJudgedByTheSameWords(String state, String message, FailureReason reason) {
    try (RefusingPostgresql pooler = RefusingPostgresql.start(state, message)) {
      assertThatThrownBy(() -> new JdbcPostgresqlCatalog().inspect(login(pooler), "payroll"))
          .asInstanceOf(type(SourceException.class))
          .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(reason));
    }
  }

  private static DatabaseLogin login(RefusingPostgresql server) {
    return new DatabaseLogin(
        "127.0.0.1",
        server.port(),
        "backup",
        SecretBytes.ofUtf8("canary"),
        TlsOrder.Mode.DISABLE,
        Optional.empty());
  }
}
