package dev.salvaguarda.agent.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerWordsTest {
  @Test
  void hidesThePasswordOfAnotherServersAddress() {
    assertThat(ServerWords.of("string 'mysql://me:s3cret@db.example.org/x' is not in the format"))
        .isEqualTo("string 'mysql://me:[redacted]@db.example.org/x' is not in the format");
  }

  @Test
  void isOneLineWithoutAFullStop() {
    assertThat(ServerWords.of("too many\n  connections.")).isEqualTo("too many connections");
  }

  @Test
  void keepsBeginningAndEndOfWhatIsTooLong() {
    assertThat(ServerWords.of("begin " + "x".repeat(1_000) + " end"))
        .hasSizeLessThanOrEqualTo(300)
        .startsWith("begin")
        .endsWith("end");
  }
}
