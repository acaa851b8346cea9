package dev.salvaguarda.app.adapter.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.text.SecretText;
import dev.salvaguarda.testkit.process.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we take for a secret is what the real restic takes for it. */
class SecretFileIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3cret\n",
        " \t\u000b\f s3cret \r\n\n",
        "inside a\u00a0b\n",
        "two\nlines",
        "ção 🔑",
        "a\u0085b"
      })
  void whatIsClearOpensWithRestic(String file) throws Exception {
    SecretText read = SecretText.of(file.getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(SecretText.Clear.class);

    assertThat(opens(file, ((SecretText.Clear) read).text())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3cret\u00a0", "\u2003s3cret", "s3cret\u0085", "\ufeffs3cret"})
  void whatIsUnclearIsAnotherPasswordForRestic(String file) throws Exception {
    SecretText read = SecretText.of(file.getBytes(StandardCharsets.UTF_8));
    assertThat(read).isInstanceOf(SecretText.Unclear.class);

    assertThat(opens(file, file)).isFalse();
    assertThat(opens(file, "s3cret")).isTrue();
  }

  /** Whether a repository made with the file opens with a password that is taken as it is. */
  private boolean opens(String file, String password) throws Exception {
    Path repository = Files.createTempDirectory(folder, "repository");
    Path passwordFile = folder.resolve("password");
    Files.writeString(passwordFile, file, StandardCharsets.UTF_8);
    ProcessBuilder init = restic(repository, "init");
    init.command().addAll(List.of("--password-file", passwordFile.toString()));
    assertThat(run(init)).isZero();
    ProcessBuilder cat = restic(repository, "cat");
    cat.command().add("config");
    cat.environment().put("RESTIC_PASSWORD", password);
    return run(cat) == 0;
  }

  private ProcessBuilder restic(Path repository, String command) throws IOException {
    return new ProcessBuilder(
            new java.util.ArrayList<>(
                List.of(
                    RequiredTool.restic().path().toString(),
                    "--no-cache",
                    "-r",
                    repository.toString(),
                    command)))
        .redirectErrorStream(true)
        .redirectOutput(Files.createTempFile(folder, "restic", ".log").toFile());
  }

  private static int run(ProcessBuilder builder) throws Exception {
    return builder.start().waitFor();
  }
}
