package dev.salvaguarda.agent.program;

import java.util.List;

/**
 * How a program ended.
 *
 * @param status exit status, 0 to 255; 128 + n where signal n ended it; {@link #UNKNOWN} if the
 *     connection to the machine where it ran ended first
 * @param errorLines what it wrote on standard error, long lines and long texts shortened in the
 *     middle, what it was given on standard input blacked out
 */
public record ProgramExit(int status, List<String> errorLines) {
  /** No program ends with it; only of one on another machine it may stay unknown how it ended. */
  public static final int UNKNOWN = -1;

  public ProgramExit {
    errorLines = List.copyOf(errorLines);
  }

  public boolean isZero() {
    return status == 0;
  }

  /** Whether it was heard how the program ended, well or badly. */
  public boolean isKnown() {
    return status != UNKNOWN;
  }
}
