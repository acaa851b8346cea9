package dev.salvaguarda.agent.dump;

import dev.salvaguarda.agent.database.VersionNumber;
import dev.salvaguarda.agent.port.ProgramRunner;
import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks a dump program for its version. */
final class ToolVersion {
  private static final int ANSWER_LIMIT = 4_096;

  private ToolVersion() {}

  /**
   * The version.
   *
   * @param marker the word that stands before the number
   */
  static VersionNumber ask(ProgramRunner runner, String tool, String marker)
      throws SourceException, InterruptedException {
    try (RunningProgram program = runner.start(Program.of(tool, "--version"))) {
      String answer = new String(program.output().readNBytes(ANSWER_LIMIT), StandardCharsets.UTF_8);
      var _ = program.await();
      return VersionNumber.after(marker, answer)
          .orElseThrow(() -> missing("%s does not tell its version".formatted(tool)));
    } catch (ProgramMissingException | IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_TOOL_MISSING,
          "The program %s is not installed in this image".formatted(tool),
          e);
    }
  }

  private static SourceException missing(String sentence) {
    return SourceException.ofSource(FailureReason.SOURCE_TOOL_MISSING, sentence);
  }
}
