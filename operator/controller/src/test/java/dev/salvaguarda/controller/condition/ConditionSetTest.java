package dev.salvaguarda.controller.condition;

import static dev.salvaguarda.api.ConditionType.READY;
import static dev.salvaguarda.api.ConditionType.RPO_MET;
import static dev.salvaguarda.domain.condition.ConditionReason.RECONCILED;
import static dev.salvaguarda.domain.condition.ConditionReason.REPOSITORY_NOT_FOUND;
import static dev.salvaguarda.domain.condition.ConditionReason.SUSPENDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.condition.ConditionReason;
import io.fabric8.kubernetes.api.model.Condition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionSetTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(90);

  @Test
  void theTransitionTimeStaysWhileTheStatusStays() {
    ConditionSet first =
        ConditionSet.of(null).with(ConditionFact.met(READY, RECONCILED, "fine"), 1L, NOON);

    ConditionSet second = first.with(ConditionFact.met(READY, SUSPENDED, "asleep"), 2L, LATER);

    Condition ready = second.find(READY).orElseThrow();
    assertThat(ready.getLastTransitionTime()).isEqualTo("2026-11-23T12:00:00Z");
    assertThat(ready.getReason()).isEqualTo("Suspended");
    assertThat(ready.getObservedGeneration()).isEqualTo(2L);
  }

  @Test
  void theTransitionTimeMovesWhenTheStatusChanges() {
    ConditionSet first =
        ConditionSet.of(null).with(ConditionFact.met(READY, RECONCILED, "fine"), 1L, NOON);

    ConditionSet second =
        first.with(ConditionFact.unmet(READY, REPOSITORY_NOT_FOUND, "gone"), 1L, LATER);

    assertThat(second.find(READY).orElseThrow().getLastTransitionTime())
        .isEqualTo("2026-11-23T12:01:30Z");
    assertThat(second.find(READY).orElseThrow().getStatus()).isEqualTo("False");
  }

  @Test
  void anUnchangedFactGivesAnEqualSet() {
    ConditionFact fine = ConditionFact.met(READY, RECONCILED, "fine");
    ConditionSet first = ConditionSet.of(null).with(fine, 1L, NOON);

    assertThat(first.with(fine, 1L, LATER)).isEqualTo(first);
  }

  @Test
  void otherConditionsStayWhereTheyAre() {
    ConditionSet both =
        ConditionSet.of(List.of())
            .with(ConditionFact.met(READY, RECONCILED, "fine"), 1L, NOON)
            .with(ConditionFact.unknown(RPO_MET, ConditionReason.NO_OBJECTIVE, "none"), 1L, NOON);

    ConditionSet next = both.with(ConditionFact.met(READY, RECONCILED, "still fine"), 1L, LATER);

    assertThat(next.conditions()).extracting(Condition::getType).containsExactly("Ready", "RPOMet");
  }

  @Test
  void aMessageIsOneLineOfBoundedLength() {
    ConditionFact fact = ConditionFact.met(READY, RECONCILED, "a\n  b\r\nc " + "x".repeat(2000));

    assertThat(fact.message()).startsWith("a b c x").hasSize(ConditionFact.MAX_MESSAGE);
  }
}
