package dev.salvaguarda.controller.adapter.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskedTest {
  @Test
  void anAddressThatBeginsWhereALongTextIsCutIsNotShown() {
    String many = "%s@b.example ".formatted("x".repeat(180)).repeat(5);

    String masked = Masked.text(many + "secret-" + "y".repeat(200) + "@example.org");

    assertThat(masked).isEqualTo("x…@b.example ".repeat(5).strip() + "…");
  }

  @Test
  void aTextThatIsNotTooLongIsWhole() {
    assertThat(Masked.text("No such user <ana@example.org>"))
        .isEqualTo("No such user <a…@example.org>");
  }
}
