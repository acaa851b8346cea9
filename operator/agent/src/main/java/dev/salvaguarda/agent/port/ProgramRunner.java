package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramMissingException;

/** Starts programs beside the agent. */
public interface ProgramRunner {
  /**
   * Starts the program and hands it its standard input. It has no terminal, so a password that it
   * asks for is read from standard input.
   *
   * @throws ProgramMissingException if it is not installed
   */
  LocalProgram start(Program program) throws ProgramMissingException;

  /**
   * Starts the program and hands it the beginning of its standard input; the rest is written to
   * {@link RunningProgram#input()}.
   *
   * @throws ProgramMissingException if it is not installed
   */
  LocalProgram startFed(Program program) throws ProgramMissingException;
}
