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
import java.util.List;

/**
 * A dump program of this image.
 *
 * @param version its own
 * @param options those of the asked ones that it knows; distributions add some to older versions
 */
record DumpTool(VersionNumber version, List<String> options) {
  private static final int ANSWER_LIMIT = 1 << 20;

  DumpTool {
    options = List.copyOf(options);
  }

  /**
   * Asks the program.
   *
   * @param marker the word that stands before the version's number
   * @param options whose presence depends on the version
   */
  static DumpTool ask(ProgramRunner runner, String tool, String marker, List<String> options)
      throws SourceException, InterruptedException {
    String help = options.isEmpty() ? "" : answer(runner, tool, "--help");
    return new DumpTool(
        VersionNumber.after(marker, answer(runner, tool, "--version"))
            .orElseThrow(() ->
                SourceException.ofSource(
                    FailureReason.SOURCE_TOOL_MISSING,
                    "%s does not tell its version.".formatted(tool))),
        options.stream().filter(help::contains).toList());
  }

  boolean knows(String option) {
    return options.contains(option);
  }

  private static String answer(ProgramRunner runner, String tool, String question)
      throws SourceException, InterruptedException {
    try (RunningProgram program = runner.start(Program.of(tool, question))) {
      byte[] answer = program.output().readNBytes(ANSWER_LIMIT);
      var _ = program.await();
      return new String(answer, StandardCharsets.UTF_8);
    } catch (ProgramMissingException | IOException e) {
      throw SourceException.ofSource(
          FailureReason.SOURCE_TOOL_MISSING,
          "The program %s is not installed in this image.".formatted(tool),
          e);
    }
  }
}
