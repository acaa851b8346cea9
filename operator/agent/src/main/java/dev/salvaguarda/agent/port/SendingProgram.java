package dev.salvaguarda.agent.port;

import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.source.SourceException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * A program that was started somewhere, and what it sends. Closing it ends it, should it still run,
 * and takes away what it has left where it ran.
 */
public interface SendingProgram extends AutoCloseable {
  /**
   * What it sends, to be read by one thread to the end; waits for whatever has to come first.
   *
   * @throws SourceException for this target, if nothing can come, and {@link #await} could not tell
   *     why
   */
  InputStream output() throws SourceException, InterruptedException;

  /**
   * Has each line told that it writes on standard error, as it comes and from its first one on. One
   * that says nothing while it runs need not know of this.
   *
   * @param told called by any thread; must return quickly
   */
  default void watchErrors(Consumer<String> told) {}

  /** Waits for the end; call it after {@link #output()} was read to its end. */
  ProgramExit await() throws InterruptedException;

  /** Asks it to end, from any thread and without waiting. */
  void stop();

  @Override
  void close();
}
