package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.program.ProgramExit;
import java.io.InputStream;

/** A program that was started. Closing it ends it, should it still run. */
public interface RunningProgram extends AutoCloseable {
  /** What it writes on standard output, to be read by one thread to the end. */
  InputStream output();

  /** Waits for the end; call it after {@link #output()} was read to its end. */
  ProgramExit await() throws InterruptedException;

  /** Asks it to end, from any thread, and makes it end if it does not within two seconds. */
  void stop();

  @Override
  void close();
}
