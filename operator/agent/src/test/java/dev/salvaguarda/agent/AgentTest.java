package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T01:00:00Z"), ZoneOffset.UTC);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void explainsItselfWithItsExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(text(out)).contains("--work-order FILE").contains("130 stopped");
  }

  @Test
  void saysWhatIsWrongWithItsArguments() {
    assertThat(run("--frobnicate")).isEqualTo(2);
    assertThat(text(err)).startsWith("There is no argument --frobnicate");
    assertThat(run("--work-order")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
  }

  @Test
  void leavesAResultBehindEvenForAnOrderThatItCantRead(@TempDir Path folder) throws Exception {
    Path order = Files.writeString(folder.resolve("order.json"), "{}");
    Path termination = folder.resolve("termination-log");

    int status = run("--work-order", order.toString(), "--termination-log", termination.toString());

    assertThat(status).isEqualTo(2);
    assertThat(Files.readString(termination)).contains("INVALID_WORK_ORDER");
    assertThat(text(out).lines().toList().getLast()).contains("\"copied\"");
  }

  @Test
  void namesTheVariableThatIsMissingForTheJournal() {
    assertThat(run("journal")).isEqualTo(1);
    assertThat(text(err)).isEqualTo("The environment variable RESTIC_REPOSITORY is not set.\n");
    assertThat(text(out)).isEmpty();
    assertThat(run("journal", "all")).isEqualTo(2);
  }

  private int run(String... arguments) {
    return new Agent(CLOCK, Map.of(), stream(out), stream(err)).run(List.of(arguments));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
