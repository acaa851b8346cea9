package dev.salvaguarda.agent.command;

/** What was heard of a program's end. */
sealed interface ProgramEnd {
  /**
   * It ended, and its launcher told so.
   *
   * @param status exit status; 128 + n where signal n ended it
   * @param sizeBytes of its output, as its launcher counted it
   * @param remark what was odd about the end, so that it is no good one; empty if nothing was
   */
  record Exited(int status, long sizeBytes, String remark) implements ProgramEnd {}

  /** It could not be started. */
  record NotStarted(String why) implements ProgramEnd {}

  /** Nothing was told: launcher, container or node are gone. */
  record Lost() implements ProgramEnd {}
}
