package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.text.Sentence;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Decides whether a dump is good. All three must hold: the program ended with status 0, it reported
 * no error, and its last words are the trailer. Each alone has been seen to lie.
 */
final class DumpJudge {
  private static final int SENTENCE_LIMIT = 240;
  private static final int MOST_REMARKS = 20;

  /** The prompt for the password, which the program answers itself from standard input. */
  private static final Pattern PROMPT = Pattern.compile("^(?:Enter password|Password): ?");

  private static final Pattern ERROR =
      Pattern.compile(
          "(?:\\berror: )|(?:^mariadb-dump: (?:Got error|Error|Couldn't execute))"
              + "|(?:^mysqldump: (?:Got error|Error|Couldn't execute))");

  private final DumpDialect dialect;

  DumpJudge(DumpDialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Judges a dump whose program has ended.
   *
   * @param tail last bytes of the dump
   * @return what the program remarked without calling it an error
   * @throws SourceException if the dump is not good
   */
  List<String> judge(DumpPlan plan, ProgramExit exit, byte[] tail) throws SourceException {
    List<String> lines = withoutPrompts(exit.errorLines());
    List<String> errors = lines.stream().filter(line -> ERROR.matcher(line).find()).toList();
    if (!exit.isZero() || !errors.isEmpty()) {
      throw dialect.fault(plan, lines).toException(sentence(plan, exit, lines, errors));
    }
    if (!plan.trailer().ends(tail)) {
      throw SourceException.ofTarget(
          FailureReason.DUMP_INCOMPLETE,
          "%s ended with status 0, but its output does not end with \"%s\""
              .formatted(plan.program().executable(), plan.trailer().line()));
    }
    return lines.stream()
        .limit(MOST_REMARKS)
        .map(line -> Sentence.oneLine(line, SENTENCE_LIMIT))
        .toList();
  }

  private static List<String> withoutPrompts(List<String> lines) {
    return lines.stream()
        .map(line -> PROMPT.matcher(line).replaceFirst("").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static String sentence(
      DumpPlan plan, ProgramExit exit, List<String> lines, List<String> errors) {
    String told =
        errors.isEmpty()
            ? lines.isEmpty() ? "it said nothing" : lines.getLast()
            : errors.getFirst();
    return "%s ended with status %d: %s"
        .formatted(
            plan.program().executable(), exit.status(), Sentence.oneLine(told, SENTENCE_LIMIT));
  }
}
