package dev.salvaguarda.agent.port;

import java.io.InputStream;
import java.io.OutputStream;

/**
 * A program that was started, here or on another machine. Closing it ends it, should it still run.
 */
public interface RunningProgram extends SendingProgram {
  /** What it writes on standard output, to be read by one thread to the end. */
  @Override
  InputStream output();

  /**
   * Takes more of what it reads on standard input, to be closed at the end. Writing fails once the
   * program has ended.
   */
  OutputStream input();

  /** Whether it has not ended yet. */
  boolean isAlive();

  /** Asks it to end, from any thread, and makes it end if it does not within two seconds. */
  @Override
  void stop();
}
