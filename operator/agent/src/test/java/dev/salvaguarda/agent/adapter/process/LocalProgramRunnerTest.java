package dev.salvaguarda.agent.adapter.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.program.ProgramMissingException;
import dev.salvaguarda.repository.model.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalProgramRunnerTest {
  private final LocalProgramRunner runner =
      new LocalProgramRunner(List.of(Path.of("/usr/bin"), Path.of("/bin")));

  @Test
  void handsArgumentsOverAsTheyAre() throws Exception {
    assertThat(output(Program.of("printf", "%s|", "a b", "$(id)", "'; rm x")))
        .isEqualTo("a b|$(id)|'; rm x|");
  }

  @Test
  void givesAProgramNothingOfItsOwnEnvironment() throws Exception {
    Program program =
        new Program("env", List.of(), Map.of("LC_ALL", "C"), SecretBytes.ofUtf8(""), List.of());

    assertThat(output(program)).isEqualTo("LC_ALL=C\n");
  }

  @Test
  void feedsStandardInputFromMemory() throws Exception {
    Program program =
        new Program("cat", List.of(), Map.of(), SecretBytes.ofUtf8("canary\n"), List.of());

    assertThat(output(program)).isEqualTo("canary\n");
  }

  @Test
  void tellsHowAProgramEnded() throws Exception {
    try (RunningProgram program = runner.start(Program.of("sh", "-c", "echo oops >&2; exit 7"))) {
      assertThat(program.output().readAllBytes()).isEmpty();

      assertThat(program.await()).isEqualTo(new ProgramExit(7, List.of("oops")));
    }
  }

  @Test
  void blacksOutSecretsInMessages() throws Exception {
    Program program =
        new Program(
            "sh",
            List.of("-c", "cat >&2"),
            Map.of(),
            SecretBytes.ofUtf8("password=canary-4711 refused\n"),
            List.of(SecretBytes.ofUtf8("canary-4711")));

    try (RunningProgram running = runner.start(program)) {
      assertThat(running.output().readAllBytes()).isEmpty();
      assertThat(running.await().errorLines()).containsExactly("password=[redacted] refused");
    }
  }

  @Test
  void keepsFirstAndLastMessagesOfAProgramThatTalksWithoutEnd() throws Exception {
    try (RunningProgram program = runner.start(Program.of("sh", "-c", "seq 1 100000 >&2"))) {
      assertThat(program.output().readAllBytes()).isEmpty();

      List<String> lines = program.await().errorLines();
      assertThat(lines).hasSizeLessThan(300).startsWith("1", "2").endsWith("99999", "100000");
    }
  }

  @Test
  void stopsAProgramThatDoesNotWantTo() throws Exception {
    try (RunningProgram program =
        runner.start(Program.of("sh", "-c", "trap '' TERM; echo ready; sleep 600"))) {
      assertThat(program.output().read()).isEqualTo('r');

      program.stop();

      assertThat(program.await().status()).isNotZero();
    }
  }

  @Test
  void saysThatAProgramIsMissing() {
    assertThatExceptionOfType(ProgramMissingException.class)
        .isThrownBy(() -> runner.start(Program.of("no-such-program")))
        .withMessage("The program no-such-program is not installed");
  }

  private String output(Program program) throws Exception {
    try (RunningProgram running = runner.start(program)) {
      String text = new String(running.output().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(running.await().isZero()).isTrue();
      return text;
    }
  }
}
