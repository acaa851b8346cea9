package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.program.ProgramExit;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * What a word of the guard of a host came to.
 *
 * @param output the beginning of it; of a program, the end of what it wrote
 */
record GuardAnswer(ProgramExit exit, String output) {
  /** How the guard ends where it does nothing. */
  private static final int REFUSED = 64;

  /** Of what a program says. */
  private static final int MOST_KEPT = 1 << 16;

  /** Takes all that a program writes, and gives the beginning. */
  static String beginning(InputStream output) {
    try {
      String beginning = new String(output.readNBytes(MOST_KEPT), StandardCharsets.UTF_8);
      output.transferTo(OutputStream.nullOutputStream());
      return beginning;
    } catch (SocketTimeoutException e) {
      // How the program ended says more.
    } catch (InterruptedIOException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // How the program ended says more.
    }
    return "";
  }

  /** Whether the guard did nothing. */
  boolean isRefusal() {
    return exit.status() == REFUSED
        && exit.errorLines().stream().anyMatch(line -> line.startsWith("refused: "));
  }

  /**
   * Why something was not done.
   *
   * @param address of the host
   * @param what it should have done
   */
  String sentence(String address, String what) {
    return exit.isKnown()
        ? "The host %s did not %s: %s".formatted(address, what, lastWord())
        : "The connection to the host %s ended before it could %s.".formatted(address, what);
  }

  /** The last that was said of what went wrong. */
  String lastWord() {
    return exit.errorLines().stream()
        .filter(line -> !line.startsWith("GUARD-EXIT") && !line.isBlank())
        .reduce((_, last) -> last)
        .orElse("it said nothing");
  }
}
