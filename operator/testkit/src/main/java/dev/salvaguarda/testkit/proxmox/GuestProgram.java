package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What becomes of a program that is run in a guest. */
public sealed interface GuestProgram {
  /**
   * It ends.
   *
   * @param output what it writes on standard output
   */
  record Ends(int status, String output) implements GuestProgram {}

  /** It does not end; no time passes until the host gives up. */
  record Hangs() implements GuestProgram {}

  /** The agent is told not to run programs. A container has no agent, and runs it all the same. */
  record Disabled() implements GuestProgram {}

  /** The guest has no such program. */
  record Missing() implements GuestProgram {}

  /** Status of {@code qm guest exec}, which tells that of the program in what it prints. */
  default int byAgent(OutputStream output, BackupLog log) throws IOException {
    return switch (this) {
      case Ends(int status, String text) -> {
        new BackupLog(output)
            .say(
                """
                {
                   "exitcode" : %d,
                   "exited" : 1,
                   "out-data" : "%s"
                }\
                """
                    .formatted(
                        status,
                        asLatin1(text)
                            .replace("\\", "\\\\")
                            .replace("\"", "\\\"")
                            .replace("\n", "\\n")));
        yield 0;
      }
      case Hangs _ -> {
        log.say("timeout reached, returning pid");
        new BackupLog(output).say("{\n   \"pid\" : 812\n}");
        yield 0;
      }
      case Disabled _ -> {
        log.say("Agent error: Command guest-exec has been disabled");
        yield 255;
      }
      case Missing _ -> {
        log.say(
            "Agent error: Guest agent command failed, error was 'Failed to execute child process (No such file or directory)'");
        yield 255;
      }
    };
  }

  /** Its bytes are taken for characters. */
  private static String asLatin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Status of our wrapper, which tells that of the program in the last line that it prints. */
  default int inContainer(OutputStream output) throws IOException {
    return switch (this) {
      case Ends(int status, String text) -> ended(status, text, output);
      case Hangs _ -> 124;
      case Disabled _ -> ended(0, "", output);
      case Missing _ -> ended(127, "", output);
    };
  }

  private static int ended(int status, String text, OutputStream output) throws IOException {
    String last = "\nSV-EXIT-0123456789abcdef0123456789abcdef %d\n".formatted(status);
    output.write((text + last).getBytes(StandardCharsets.UTF_8));
    return 0;
  }
}
