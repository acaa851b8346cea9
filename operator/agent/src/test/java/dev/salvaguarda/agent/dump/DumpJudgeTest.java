package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.agent.dump.DumpPlan.Caveats;
import dev.salvaguarda.agent.dump.DumpPlan.Content.Output;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DumpJudgeTest {
  private static final byte[] GOOD_END =
      "--\n-- PostgreSQL database dump complete\n--\n\n".getBytes(StandardCharsets.UTF_8);
  private static final Output OUTPUT = new Output(Program.of("pg_dump"), DumpTrailer.POSTGRESQL);
  private static final DumpPlan PLAN =
      new DumpPlan(OUTPUT, "payroll", Consistency.APPLICATION, Optional.empty(), Caveats.NONE);

  private final DumpJudge judge = new DumpJudge(new MessagesOnly());

  @Test
  void acceptsADumpOnlyWithStatusZeroAndTrailer() throws SourceException {
    assertThat(judge.judge(PLAN, OUTPUT, new ProgramExit(0, List.of("Password:")), GOOD_END))
        .isEmpty();
  }

  @Test
  void passesWarningsOn() throws SourceException {
    assertThat(
            judge.judge(
                PLAN,
                OUTPUT,
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

  @Test
  void takesAWarningThatQuotesAnErrorOfAnotherServerForAWarning() throws SourceException {
    String warning =
        "Warning: Couldn't read keys from table `f`; records are NOT sorted (Received error: 1045 :"
            + " Access denied for user 'nobody'@'192.0.2.7' (using password: YES))";

    assertThat(judge.judge(PLAN, OUTPUT, new ProgramExit(0, List.of(warning)), GOOD_END))
        .containsExactly(warning);
  }

  @Test
  void tellsTheCauseThatStandsBelowTheError() {
    assertFailure(
        new ProgramExit(
            1,
            List.of(
                "Password: ",
                "pg_dump: error: Dumping the contents of table \"t\" failed: PQgetResult() failed.",
                "pg_dump: detail: Error message from server: ERROR:  invalid memory alloc request"
                    + " size 1258291203",
                "pg_dump: detail: Command was: COPY public.t (b) TO stdout;")),
        PLAN,
        FailureReason.DUMP_BLOCKED,
        "pg_dump ended with status 1: pg_dump: error: Dumping the contents of table \"t\" failed:"
            + " PQgetResult() failed. pg_dump: detail: Error message from server: ERROR: invalid"
            + " memory alloc request size 1258291203.");
  }

  @Test
  void tellsHintsInTheServersOwnLines() {
    assertFailure(
        new ProgramExit(
            1,
            List.of(
                "pg_dump: error: query failed: ERROR:  permission denied for table salaries",
                "HINT:  Ask somebody.",
                "pg_dump: detail: Query was: LOCK TABLE public.salaries IN ACCESS SHARE MODE")),
        PLAN,
        FailureReason.SOURCE_ACCESS_DENIED,
        "pg_dump ended with status 1: pg_dump: error: query failed: ERROR: permission denied for"
            + " table salaries HINT: Ask somebody.");
  }

  @Test
  void knowsWithoutWordsWhatTheCatalogueTold() {
    Failure suspicion =
        new Failure(
            FailureReason.SOURCE_ACCESS_DENIED, "The role backup may not read public.salaries.");
    DumpPlan plan =
        new DumpPlan(
            PLAN.content(),
            PLAN.target(),
            PLAN.consistency(),
            PLAN.creation(),
            new Caveats(List.of(), List.of(), Optional.of(suspicion)));

    assertFailure(
        new ProgramExit(1, List.of("pg_dump: error: consulta falló: ERROR:  permiso denegado")),
        plan,
        FailureReason.SOURCE_ACCESS_DENIED,
        "The role backup may not read public.salaries. pg_dump ended with status 1: pg_dump: error:"
            + " consulta falló: ERROR: permiso denegado.");
  }

  private void assertFailure(
      ProgramExit exit, DumpPlan plan, FailureReason reason, String message) {
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> judge.judge(plan, OUTPUT, exit, GOOD_END))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(new Failure(reason, message)));
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
        "pg_dump: error: Error message from server: server closed the connection unexpectedly"
            + " | DUMP_FAILED"
      })
  void understandsWhatPgDumpSays(String line, FailureReason reason) {
    assertReason(1, line, new byte[0], reason);
  }

  private void assertReason(int status, String line, byte[] end, FailureReason reason) {
    List<String> lines = line.isEmpty() ? List.of() : List.of(line);
    assertThatExceptionOfType(SourceException.class)
        .isThrownBy(() -> judge.judge(PLAN, OUTPUT, new ProgramExit(status, lines), end))
        .satisfies(e -> assertThat(e.failure().reason()).isEqualTo(reason));
  }

  private static final class MessagesOnly implements DumpDialect {
    @Override
    public List<String> discover(Notes notes) {
      return List.of();
    }

    @Override
    public DumpPlan plan(String target, String repositoryId) {
      return PLAN;
    }

    @Override
    public DumpFault fault(DumpPlan plan, String error) {
      return PostgresqlMessages.fault(error);
    }
  }
}
