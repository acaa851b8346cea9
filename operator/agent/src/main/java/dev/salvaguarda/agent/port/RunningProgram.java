package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.program.ProgramExit;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A program that was started, here or on another machine. Closing it ends it, should it still run.
 */
public interface RunningProgram extends AutoCloseable {
  /** What it writes on standard output, to be read by one thread to the end. */
  InputStream output();

  /**
   * Takes more of what it reads on standard input, to be closed at the end. Writing fails once the
   * program has ended.
   */
  OutputStream input();

  /** Waits for the end; call it after {@link #output()} was read to its end. */
  ProgramExit await() throws InterruptedException;

  /** Whether it has not ended yet. */
  boolean isAlive();

  /** Asks it to end, from any thread, and makes it end if it does not within two seconds. */
  void stop();

  @Override
  void close();
}
