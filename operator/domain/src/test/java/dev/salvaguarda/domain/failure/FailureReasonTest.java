package dev.salvaguarda.domain.failure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureReasonTest {

  @ParameterizedTest
  @EnumSource(FailureReason.class)
  void everyReasonHasAWordForMachinesAndASentenceForPeople(FailureReason reason) {
    assertThat(reason.wireName()).matches("([A-Z][a-z0-9]*)+");
    assertThat(reason.meaning()).matches("(?s)[A-Z].*\\.");
    assertThat(reason.isOfRepository()).isEqualTo(reason.wireName().startsWith("Repository"));
  }
}
