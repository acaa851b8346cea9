package dev.salvaguarda.agent.adapter.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.database.PostgresServer;
import dev.salvaguarda.testkit.process.Running;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions for versions that are not installed, put to one that is, about columns of theirs. */
class PostgresqlQuestionsIT {
  @RegisterExtension
  static final Running<PostgresServer> SERVER = Running.from(PostgresServer::start);

  @ParameterizedTest
  @CsvSource({
    "150000, i, '&a < b', LOCALE_PROVIDER icu ICU_LOCALE 'und'",
    "160000, i, '&a < b', LOCALE_PROVIDER icu ICU_LOCALE 'und' ICU_RULES '&a < b'",
    "170000, i, '&a < b', LOCALE_PROVIDER icu ICU_LOCALE 'und' ICU_RULES '&a < b'",
    "160000, i,, LOCALE_PROVIDER icu ICU_LOCALE 'und'",
    "160000, c,, LOCALE_PROVIDER libc",
    "170000, b,, LOCALE_PROVIDER builtin BUILTIN_LOCALE 'und'"
  })
  void aDatabaseIsMadeWithTheOrderThatItHad(
      int version, String provider, String rules, String expected) throws SQLException {
    assertThat(creation(version, provider, rules))
        .startsWith("CREATE DATABASE :\"database\" TEMPLATE template0 ENCODING 'UTF8'")
        .endsWith(" " + expected);
  }

  private static String creation(int version, String provider, String rules) throws SQLException {
    String catalog =
        "(SELECT *, '%s'::text AS datlocprovider, 'und'::text AS daticulocale,".formatted(provider)
            + " 'und'::text AS datlocale, %s::text AS daticurules FROM pg_catalog.pg_database)"
                .formatted(rules == null ? "NULL" : "'" + rules + "'");
    String question =
        PostgresqlQuestions.creationQuestions(version)
            .getFirst()
            .replace("pg_catalog.pg_database", catalog);
    try (Connection connection = DriverManager.getConnection(SERVER.get().jdbcUrl("postgres"))) {
      return Query.one(connection, question);
    }
  }
}
