package dev.salvaguarda.app.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.app.inbound.BearerTokens.Worth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {
  private static final String OLD = "an-old-token-0123456789";
  private static final String NEW = "a-new-token-9876543210";

  @TempDir private Path folder;
  private BearerTokens tokens = new BearerTokens(Path.of(""));

  @BeforeEach
  void open() {
    tokens = new BearerTokens(folder);
  }

  @Test
  void everyTokenThatIsThereOpensAndNoneThatWasTakenAway() throws IOException {
    put("old", OLD + "\n");
    put("new", NEW);
    assertThat(tokens.worth("Bearer " + OLD)).isEqualTo(Worth.RIGHT);
    assertThat(tokens.worth("bearer " + NEW)).isEqualTo(Worth.RIGHT);

    Files.delete(folder.resolve("old"));
    assertThat(tokens.worth("Bearer " + OLD)).isEqualTo(Worth.WRONG);
    assertThat(tokens.worth("Bearer " + NEW)).isEqualTo(Worth.RIGHT);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Bearer",
        "Bearer ",
        "Bearer an-old-token-012345678",
        "Bearer an-old-token-0123456789x",
        "Basic an-old-token-0123456789",
        "an-old-token-0123456789"
      })
  void whatIsNoTokenDoesNotOpen(String header) throws IOException {
    put("old", OLD);

    assertThat(tokens.worth(header)).isEqualTo(Worth.WRONG);
  }

  @Test
  void withoutATokenThereIsNoWayIn() throws IOException {
    assertThat(tokens.worth("Bearer ")).isEqualTo(Worth.CLOSED);

    put("empty", "\n");
    put("short", "too-short");
    put("..data", OLD);
    Files.createDirectory(folder.resolve("directory"));
    assertThat(tokens.worth("Bearer too-short")).isEqualTo(Worth.CLOSED);
    assertThat(tokens.worth("Bearer " + OLD)).isEqualTo(Worth.CLOSED);
    assertThat(new BearerTokens(folder.resolve("missing")).worth("Bearer " + OLD))
        .isEqualTo(Worth.CLOSED);
  }

  private void put(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
