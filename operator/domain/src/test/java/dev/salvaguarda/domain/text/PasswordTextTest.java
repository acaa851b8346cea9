package dev.salvaguarda.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n", " \t s3cret\u000b\f\r\n \n"})
  void whatAnEditorAddsIsLeftOut(String text) {
    assertThat(read(text)).isEqualTo(new PasswordText.Clear("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\u00a0b", "a\nb", "ção", "🔑"})
  void whatIsInsideBelongsToThePassword(String text) {
    assertThat(read(text)).isEqualTo(new PasswordText.Clear(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u00a0a",
        "a\u00a0",
        "a\u2003",
        "\u2003a\n",
        "a\u0085",
        "a\u3000",
        "a\u001c",
        "a\u0000",
        "a\u200b",
        "a\ufeff",
        "\u2007a",
        "a\u202f"
      })
  void whatCanNotBeSeenAtAnEdgeIsRefused(String text) {
    assertThat(read(text)).isInstanceOf(PasswordText.Unclear.class);
  }

  @Test
  void otherEncodingsAndByteOrderMarksAreRefused() {
    assertThat(read("\ufeffsecret")).isInstanceOf(PasswordText.Unclear.class);
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1
        }) {
      byte[] bytes = "senhaç\u0080".getBytes(charset);
      assertThat(PasswordText.of(bytes)).isInstanceOf(PasswordText.Unclear.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n"})
  void nothingIsNoPassword(String text) {
    assertThat(read(text)).isEqualTo(new PasswordText.Unclear("is empty"));
  }

  @Test
  void noPasswordIsPrinted() {
    assertThat(read("s3cret").toString()).doesNotContain("s3cret");
  }

  private static PasswordText read(String text) {
    return PasswordText.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
