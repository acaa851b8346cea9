package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.source.SourceException;

/** Starts programs on another machine. */
public interface RemoteShell {
  /**
   * Connects and starts a program there. If the connection ends before the program does, {@link
   * RunningProgram#output()} ends as if it were whole, or throws, and the exit that {@link
   * RunningProgram#await()} tells is not {@linkplain
   * dev.salvaguarda.agent.program.ProgramExit#isKnown() known}; so what was read is good only if
   * the exit says so.
   *
   * @param host name or address
   * @param command as the other machine's shell, or the program that stands for it, reads it
   * @throws SourceException for the whole source, if the machine does not answer, is another one
   *     than it should be, or refuses the key
   */
  RunningProgram start(String host, String command) throws SourceException, InterruptedException;
}
