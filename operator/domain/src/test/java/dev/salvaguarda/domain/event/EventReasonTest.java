package dev.salvaguarda.domain.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventReasonTest {

  @ParameterizedTest
  @EnumSource(EventReason.class)
  void everyEventHasAWordForMachinesAndASentenceForPeople(EventReason reason) {
    assertThat(reason.wireName()).matches("([A-Z][a-z0-9]*)+");
    assertThat(reason.meaning()).matches("[A-Z].*\\.");
  }
}
