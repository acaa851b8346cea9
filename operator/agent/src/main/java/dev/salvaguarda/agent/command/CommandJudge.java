package dev.salvaguarda.agent.command;

import dev.salvaguarda.agent.database.ServerWords;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CommandOrder;
import java.util.List;

/**
 * Decides whether a program's output is good: it ended with status 0 by itself, its launcher told
 * so, and every byte that it wrote came here. What it wrote nobody can judge but the policy's
 * guards.
 */
final class CommandJudge {
  private static final int TOLD_LINES = 3;

  private CommandJudge() {}

  /**
   * Judges a program whose output has ended.
   *
   * @param sizeBytes of the output that came
   * @param errors last lines of its standard error
   * @throws SourceException if the output is not good
   */
  static void judge(CommandOrder order, ProgramEnd end, long sizeBytes, List<String> errors)
      throws SourceException {
    switch (end) {
      case ProgramEnd.NotStarted(String why) ->
          throw SourceException.ofTarget(
              FailureReason.SOURCE_TOOL_MISSING,
              "%s can't be started in the source's image: %s."
                  .formatted(order.program(), ServerWords.of(why)));
      case ProgramEnd.Lost _ ->
          throw SourceException.ofTarget(
              FailureReason.SOURCE_LOST,
              "The container of %s ended before the program had told how it ended: %s."
                  .formatted(order.program(), said(errors)));
      case ProgramEnd.Exited exited -> judge(order, exited, sizeBytes, errors);
    }
  }

  private static void judge(
      CommandOrder order, ProgramEnd.Exited end, long sizeBytes, List<String> errors)
      throws SourceException {
    if (end.status() != 0) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_FAILED,
          "%s ended with status %d: %s.".formatted(order.program(), end.status(), said(errors)));
    }
    if (!end.remark().isEmpty()) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_FAILED,
          "%s ended with status 0, but %s.".formatted(order.program(), end.remark()));
    }
    if (end.sizeBytes() != sizeBytes) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_INCOMPLETE,
          "%s wrote %d bytes, and %d came here."
              .formatted(order.program(), end.sizeBytes(), sizeBytes));
    }
    if (sizeBytes == 0 && !order.allowEmpty()) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_EMPTY,
          "%s ended with status 0 and wrote nothing on standard output; command.allowEmpty would accept it. On standard error: %s."
              .formatted(order.program(), said(errors)));
    }
  }

  private static String said(List<String> errors) {
    return errors.isEmpty()
        ? "it said nothing"
        : ServerWords.of(
            String.join(
                " ", errors.subList(Math.max(0, errors.size() - TOLD_LINES), errors.size())));
  }
}
