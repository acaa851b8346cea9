package dev.salvaguarda.repository.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretBytesTest {
  @Test
  void printsNothingOfItself() {
    assertThat(SecretBytes.ofUtf8("hunter2").toString()).isEqualTo("[redacted]");
    assertThat(
            S3Credentials.ofSession(
                    "id", SecretBytes.ofUtf8("hunter2"), SecretBytes.ofUtf8("token"))
                .toString())
        .doesNotContain("hunter2", "token");
  }

  @Test
  void aMountedFileIsReadWithoutTheLineBreakOfAnEditor(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("password"), " \tzwei Wörter\r\n\n");

    assertThat(SecretBytes.fromFile(file)).isEqualTo(SecretBytes.ofUtf8("zwei Wörter"));
  }

  @Test
  void cannotBeUsedOnceWiped() {
    SecretBytes secret = SecretBytes.ofUtf8("hunter2");

    secret.close();

    assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void handsOutCopies() {
    SecretBytes secret = SecretBytes.ofUtf8("hunter2");

    secret.copy()[0] = 0;

    assertThat(secret.revealUtf8()).isEqualTo("hunter2");
  }
}
