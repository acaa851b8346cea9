package dev.salvaguarda.domain.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"s3cret", "s3cret\n", "s3cret\r\n", " \t s3cret\u000b\f\r\n \n"})
  void whatAnEditorAddsIsLeftOut(String text) {
    assertThat(read(text)).isEqualTo(new SecretText.Clear("s3cret"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a\u00a0b", "a\nb", "ção", "🔑"})
  void whatIsInsideBelongsToThePassword(String text) {
    assertThat(read(text)).isEqualTo(new SecretText.Clear(text));
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
    assertThat(read(text)).isInstanceOf(SecretText.Unclear.class);
  }

  @Test
  void otherEncodingsAndByteOrderMarksAreRefused() {
    assertThat(read("\ufeffsecret")).isInstanceOf(SecretText.Unclear.class);
    for (var charset :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1
        }) {
      byte[] bytes = "senhaç\u0080".getBytes(charset);
      assertThat(SecretText.of(bytes)).isInstanceOf(SecretText.Unclear.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\r\n"})
  void nothingIsNoPassword(String text) {
    assertThat(read(text)).isEqualTo(SecretText.EMPTY);
    assertThat(line(text)).isEqualTo(SecretText.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\r\nb\n", "a\tb", "a\u0000b"})
  void whatHasOneLineHasNoControlCharacterInside(String text) {
    assertThat(line(text))
        .isEqualTo(new SecretText.Unclear("has a line break or another control character inside"));
    assertThat(line("s3cret key\r\n")).isEqualTo(new SecretText.Clear("s3cret key"));
    assertThat(line("s3cret\u2003")).isEqualTo(read("s3cret\u2003"));
  }

  @Test
  void noPasswordIsPrinted() {
    assertThat(read("s3cret").toString()).doesNotContain("s3cret");
  }

  private static SecretText line(String text) {
    return SecretText.ofOneLine(text.getBytes(StandardCharsets.UTF_8));
  }

  private static SecretText read(String text) {
    return SecretText.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
