package dev.salvaguarda.agent.restore.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.failure.FailureReason;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What psql and its library say, in the words of PostgreSQL 13 to 18. */
class PostgresqlMeaningTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "psql: error: connection to server at \"192.0.2.7\", port 5432 failed: Connection refused",
        "psql: error: could not translate host name \"db.example.org\" to address: Try again",
        "FATAL:  the database system is starting up",
        "FATAL:  the database system is in recovery mode",
        "server closed the connection unexpectedly",
        "psql:<stdin>:41: server closed the connection unexpectedly",
        "psql:<stdin>:41: error: connection to server was lost",
        "WARNING:  terminating connection because of crash of another server process",
        "FATAL:  terminating connection due to administrator command",
        "could not receive data from server: Connection reset by peer",
        "could not send data to server: Broken pipe",
        "could not send startup packet: Broken pipe",
        "could not connect to server: Connection refused",
        "psql: error: SSL SYSCALL error: EOF detected",
        "SSL SYSCALL error: Connection reset by peer",
        "SSL connection has been closed unexpectedly",
        "connection not open",
        "psql: error: connection pointer is NULL",
        "no connection to the server",
        "psql: error: timeout expired",
        "FATAL:  sorry, too many clients already",
        "FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute",
      })
  void aServerThatWentAwayIsWorthAnotherAttempt(String line) {
    assertThat(PostgresqlTarget.reason(line)).isEqualTo(FailureReason.TARGET_UNREACHABLE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "psql:<stdin>:9: ERROR:  syntax error at or near \"CREAT\" | LOAD_FAILED",
        "ERROR:  type \"geometry\" does not exist | LOAD_FAILED",
        "ERROR:  extension \"connection\" is not available | LOAD_FAILED",
        "ERROR:  permission denied to create database | TARGET_ACCESS_DENIED",
        "ERROR:  could not extend file \"base/1\": No space left on device | TARGET_OUT_OF_SPACE",
        "ERROR:  could not extend file \"base/1\": wrote only 4096 of 8192 bytes at block 7"
            + " | TARGET_OUT_OF_SPACE"
      })
  void aRefusalIsOne(String line, FailureReason reason) {
    assertThat(PostgresqlTarget.reason(line)).isEqualTo(reason);
  }
}
