package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariadbMessagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mariadb-dump: Got error: 2026: \"TLS/SSL error: Certificate verification failure\" when"
            + " trying to connect | SOURCE_TLS_NOT_TRUSTED",
        "mariadb-dump: Got error: 2026: \"TLS/SSL error: unexpected eof while reading\" when trying"
            + " to connect | SOURCE_UNREACHABLE",
        "mariadb-dump: Couldn't execute 'SELECT 1': TLS/SSL error: unexpected eof while reading"
            + " (2026) | DUMP_FAILED",
        "mariadb-dump: Error 2013: Lost connection to server during query when dumping table"
            + " `staff` at row: 7 | DUMP_FAILED",
        "mariadb-dump: Got error: 1045: \"Access denied for user 'backup'@'192.0.2.7'\" when trying"
            + " to connect | SOURCE_ACCESS_DENIED",
        "mariadb-dump: Got error: 1049: \"Unknown database 'payrol'\" when selecting the database"
            + " | SOURCE_NOT_FOUND",
        "mariadb-dump: Got error: 2002: \"Can't connect to server on 'db.example.org' (115)\" when"
            + " trying to connect | SOURCE_UNREACHABLE"
      })
  void tellsACutConnectionFromARefusedOne(String line, FailureReason reason) {
    assertThat(MariadbMessages.fault(List.of(line)).reason()).isEqualTo(reason);
  }
}
