package dev.salvaguarda.agent.restore.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.salvaguarda.agent.files.ErrorNumber;
import dev.salvaguarda.agent.restore.tree.TreeCalls.CallException;
import dev.salvaguarda.repository.tree.ByteString;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rename that replaces nothing, with the flag for it and one that no file system knows. */
class TreeCallsTest {
  private static final ByteString FROM = ByteString.of("from");
  private static final ByteString TO = ByteString.of("to");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20})
  void whatIsMadeGetsAFreeName(int flag) throws Exception {
    Files.writeString(folder.resolve("from"), "content");
    renamed(flag);
    assertThat(folder.resolve("to")).hasContent("content");
    assertThat(folder.resolve("from")).doesNotExist();

    Files.delete(folder.resolve("to"));
    Files.createDirectories(folder.resolve("from/inner"));
    renamed(flag);
    assertThat(folder.resolve("to/inner")).isDirectory();

    Files.delete(folder.resolve("to/inner"));
    Files.delete(folder.resolve("to"));
    Files.createSymbolicLink(folder.resolve("from"), Path.of("nowhere"));
    renamed(flag);
    assertThat(Files.readSymbolicLink(folder.resolve("to"))).isEqualTo(Path.of("nowhere"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1 << 20})
  void aNameThatIsTakenIsLeftAlone(int flag) throws Exception {
    Files.writeString(folder.resolve("to"), "mine");
    Files.writeString(folder.resolve("from"), "other");
    assertTaken(flag);
    Files.delete(folder.resolve("from"));
    Files.createDirectory(folder.resolve("from"));
    assertTaken(flag);
    assertThat(folder.resolve("to")).hasContent("mine");

    Files.delete(folder.resolve("to"));
    Files.createDirectory(folder.resolve("to"));
    assertTaken(flag);
    assertThat(folder.resolve("from")).isDirectory();
  }

  private void assertTaken(int flag) {
    assertThatExceptionOfType(CallException.class)
        .isThrownBy(() -> renamed(flag))
        .satisfies(e -> assertThat(e.errno()).isEqualTo(ErrorNumber.EXISTS));
  }

  private void renamed(int flag) throws CallException {
    try (TreeCalls calls = new TreeCalls(flag)) {
      int directory = calls.openRoot(folder.toString());
      try {
        calls.rename(directory, FROM, directory, TO, false);
      } finally {
        calls.close(directory);
      }
    }
  }
}
