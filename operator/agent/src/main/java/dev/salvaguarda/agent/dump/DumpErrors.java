package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.program.ProgramExit;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a dump program wrote on standard error: errors with the details that belong to them, and
 * remarks.
 *
 * <p>Only what the program itself calls an error is one. Its warnings may quote errors of others,
 * such as the answer of a server behind one table.
 */
record DumpErrors(List<String> lines) {
  /** The prompt for the password, which the program answers itself from standard input. */
  private static final Pattern PROMPT = Pattern.compile("^(?:Enter password|Password): ?");

  private static final Pattern ERROR =
      Pattern.compile(
          "^(?:pg_dump|pg_dumpall): (?:error|fatal): "
              + "|^(?:mariadb-dump|mysqldump): (?:Got error|Error|Couldn't )");

  /** Begins a message of its own, or repeats the command, which says nothing about the cause. */
  private static final Pattern ENDS_DETAILS =
      Pattern.compile(
          "^(?:pg_dump|pg_dumpall|mariadb-dump|mysqldump): (?!detail: |hint: )"
              + "|^(?:pg_dump|pg_dumpall): detail: (?:Command|Query) was: |^Warning: ");

  DumpErrors {
    lines = List.copyOf(lines);
  }

  static DumpErrors of(ProgramExit exit) {
    return new DumpErrors(
        exit.errorLines().stream()
            .map(line -> PROMPT.matcher(line).replaceFirst("").strip())
            .filter(line -> !line.isEmpty())
            .toList());
  }

  boolean any() {
    return lines.stream().anyMatch(line -> ERROR.matcher(line).find());
  }

  /** The first error with its details in one line; all lines if none is an error. */
  String first() {
    int from = 0;
    while (from < lines.size() && !ERROR.matcher(lines.get(from)).find()) {
      from++;
    }
    if (from == lines.size()) {
      return String.join(" ", lines);
    }
    int to = from + 1;
    while (to < lines.size() && !ENDS_DETAILS.matcher(lines.get(to)).find()) {
      to++;
    }
    return String.join(" ", lines.subList(from, to));
  }
}
