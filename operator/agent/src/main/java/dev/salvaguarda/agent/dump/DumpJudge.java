package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.dump.DumpPlan.Content.Output;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import java.util.List;

/**
 * Decides whether a dump is good. All three must hold: the program ended with status 0, it called
 * nothing an error, and its last words are the trailer. Each alone has been seen to lie.
 */
final class DumpJudge {
  private static final int MOST_REMARKS = 20;

  private final DumpDialect dialect;

  DumpJudge(DumpDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Judges a dump whose program has ended.
   *
   * @param output that of the plan
   * @param tail last bytes of the dump
   * @return what the program remarked without calling it an error
   * @throws SourceException if the dump is not good
   */
  List<String> judge(DumpPlan plan, Output output, ProgramExit exit, byte[] tail)
      throws SourceException {
    DumpErrors errors = DumpErrors.of(exit);
    if (!exit.isZero() || errors.any()) {
      throw refused(plan, output, exit, errors.first());
    }
    if (!output.trailer().ends(tail)) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_INCOMPLETE,
          "%s ended with status 0, but its output does not end with \"%s\"."
              .formatted(output.program().executable(), output.trailer().line()));
    }
    return errors.lines().stream().limit(MOST_REMARKS).map(ServerWords::of).toList();
  }

  private SourceException refused(DumpPlan plan, Output output, ProgramExit exit, String error) {
    String told =
        "%s ended with status %d: %s"
            .formatted(
                output.program().executable(),
                exit.status(),
                error.isEmpty() ? "it said nothing" : ServerWords.of(error));
    DumpFault fault = dialect.fault(plan, error);
    if (fault.equals(DumpFault.UNKNOWN) && plan.caveats().suspicion().isPresent()) {
      Failure suspicion = plan.caveats().suspicion().get();
      return SourceException.ofTarget(suspicion.reason(), suspicion.message() + " " + told + ".");
    }
    return fault.toException(told + ".");
  }
}
