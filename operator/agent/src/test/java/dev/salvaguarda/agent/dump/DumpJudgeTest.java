package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpJudgeTest {
  private static final byte[] GOOD_END =
      "--\n-- PostgreSQL database dump complete\n--\n\n".getBytes(StandardCharsets.UTF_8);
  private static final DumpPlan PLAN =
      new DumpPlan(
          Program.of("pg_dump"),
          "payroll.sql",
          DumpTrailer.POSTGRESQL,
          Consistency.APPLICATION,
          true,
          List.of());

  private final DumpJudge judge = new DumpJudge(new MessagesOnly());

  @Test
  void acceptsADumpOnlyWithStatusZeroAndTrailer() throws SourceException {
    assertThat(judge.judge(PLAN, new ProgramExit(0, List.of("Password:")), GOOD_END)).isEmpty();
  }

  @Test
  void passesWarningsOn() throws SourceException {
    assertThat(
            judge.judge(
                PLAN,
                new ProgramExit(0, List.of("Password: pg_dump: warning: circular foreign keys")),
                GOOD_END))
        .containsExactly("pg_dump: warning: circular foreign keys");
  }

  @Test
  void refusesAGoodTrailerWithABadStatus() {
    assertReason(1, "", GOOD_END, FailureReason.DUMP_FAILED);
  }

  @Test
  void refusesAnErrorThatTheStatusHides() {
    assertReason(0, "pg_dump: error: something", GOOD_END, FailureReason.DUMP_FAILED);
  }

  @Test
  void refusesStatusZeroWithoutATrailer() {
    assertReason(0, "", new byte[0], FailureReason.DUMP_INCOMPLETE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "pg_dump: error: connection to server at \"db.example.org\" (192.0.2.7), port 5432 failed:"
            + " FATAL:  password authentication failed for user \"backup\" | SOURCE_ACCESS_DENIED",
        "pg_dump: error: query failed: ERROR:  permission denied for table salaries"
            + " | SOURCE_ACCESS_DENIED",
        "pg_dump: error: connection to server at \"192.0.2.7\", port 5432 failed: Connection refused"
            + " | SOURCE_UNREACHABLE",
        "pg_dump: error: connection to server at \"192.0.2.7\", port 5432 failed:"
            + " FATAL:  database \"payrol\" does not exist | SOURCE_NOT_FOUND",
        "pg_dump: error: aborting because of server version mismatch | SOURCE_VERSION_UNSUPPORTED",
        "pg_dump: error: connection to server at \"192.0.2.7\", port 5432 failed: SSL error:"
            + " certificate verify failed | SOURCE_TLS_NOT_TRUSTED",
        "pg_dump: detail: Error message from server: server closed the connection unexpectedly"
            + " | DUMP_FAILED"
      })
  void understandsWhatPgDumpSays(String line, FailureReason reason) {
    assertReason(1, line, new byte[0], reason);
  }

  private void assertReason(int status, String line, byte[] end, FailureReason reason) {
    List<String> lines = line.isEmpty() ? List.of() : List.of(line);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> judge.judge(PLAN, new ProgramExit(status, lines), end))
        .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(reason));
  }

  private static final class MessagesOnly implements DumpDialect {
    @Override
    public List<String> discover() {
      return List.of();
    }

    @Override
    public DumpPlan plan(String target) {
      return PLAN;
    }

    @Override
    public DumpFault fault(DumpPlan plan, List<String> errorLines) {
      return PostgresqlMessages.fault(errorLines);
    }
  }
}
