package dev.salvaguarda.testkit.process;

import java.io.IOException;

/** Signals for which Java has no words. */
public final class Signals {
  private Signals() {}

  /**
   * Sends a signal; a process that has ended meanwhile is no error.
   *
   * @param name without SIG, such as {@code STOP}
   * @param target a process's number, or that of a process group after a minus sign
   */
  public static void send(String name, String target) {
    try {
      // The shell has a kill of its own; the program is not on every machine.
      new ProcessBuilder("sh", "-c", "kill -s \"$0\" -- \"$1\"", name, target)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("can't signal " + target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
