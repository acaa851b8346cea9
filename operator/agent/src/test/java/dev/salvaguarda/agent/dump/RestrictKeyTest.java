package dev.salvaguarda.agent.dump;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RestrictKeyTest {
  private static final String ID = "c0ffee".repeat(10) + "0000";

  @Test
  void isTheSameForARepositoryForAllTime() {
    assertThat(RestrictKey.of(ID))
        .isEqualTo("84271e258f4ff256f5a4386f20ed889c")
        .matches("[0-9a-f]{32}");
  }

  @Test
  void isAnotherForAnotherRepository() {
    assertThat(RestrictKey.of(ID)).isNotEqualTo(RestrictKey.of(ID.replace('c', 'd')));
  }
}
