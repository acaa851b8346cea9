package dev.salvaguarda.agent.program;

import java.util.List;

/**
 * How a program ended.
 *
 * @param status exit status; 128 + n where signal n ended it
 * @param errorLines what it wrote on standard error, long lines and long texts shortened in the
 *     middle, what it was given on standard input blacked out
 */
public record ProgramExit(int status, List<String> errorLines) {
  public ProgramExit {
    errorLines = List.copyOf(errorLines);
  }

  public boolean isZero() {
    return status == 0;
  }
}
