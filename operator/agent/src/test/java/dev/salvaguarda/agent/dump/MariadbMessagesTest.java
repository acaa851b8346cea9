package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MariadbMessagesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mariadb-dump: Couldn't execute 'SHOW FIELDS FROM `v`': View 'broken.v' references invalid"
            + " table(s) or column(s) or function(s) or definer/invoker of view lack rights to use"
            + " them (1356) | DUMP_BLOCKED",
        "mariadb-dump: Couldn't execute 'SHOW FIELDS FROM `v`': La vista 'broken.v' hace referencia"
            + " a tablas no válidas (1356) | DUMP_BLOCKED",
        "mariadb-dump: Got error: 1194: \"Table 't' is marked as crashed and should be repaired\""
            + " when using LOCK TABLES | DUMP_BLOCKED",
        "mariadb-dump: Got error: 1142: \"SELECT command denied to user\" when using LOCK TABLES"
            + " | SOURCE_ACCESS_DENIED",
        "mariadb-dump: Couldn't execute 'show create table `f`': Access denied for user"
            + " 'nobody'@'192.0.2.7' (1045) | SOURCE_ACCESS_DENIED",
        "mariadb-dump: Error 2020: Got packet bigger than 'max_allowed_packet' bytes when dumping"
            + " table `big` at row: 0 | DUMP_BLOCKED",
        "mariadb-dump: Cannot use --dump-history for table `t` with transaction-precise history"
            + " | DUMP_BLOCKED",
        "mariadb-dump: Error: 'Table definition has changed' when dumping (1412) | DUMP_FAILED"
      })
  void takesTheTroubleOfOneTableForNoMoreThanThat(String line, FailureReason reason) {
    assertThat(MariadbMessages.fault(line)).isEqualTo(DumpFault.ofTarget(reason));
  }

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
    assertThat(MariadbMessages.fault(line).reason()).isEqualTo(reason);
  }
}
