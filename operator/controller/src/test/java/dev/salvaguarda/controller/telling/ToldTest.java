package dev.salvaguarda.controller.telling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.domain.condition.ConditionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ToldTest {
  private static final Instant MARKED = Instant.parse("2026-12-01T10:00:00Z");
  private static final ConditionFact MISSING =
      AskedChannel.unmet(ConditionReason.CHANNEL_NOT_FOUND, "There is none.");

  @ParameterizedTest
  @CsvSource({"PT0S,PT30S", "PT4M,PT30S", "PT20M,PT2M", "PT3H,PT10M"})
  void theLongerAChannelIsMissingTheSeldomerItIsAskedFor(Duration waited, Duration pause) {
    Told marked = Told.marked(List.of(), MARKED);
    Instant now = MARKED.plus(waited);

    Told tried = Told.tried(marked.conditions(), MISSING, now);

    assertThat(tried.lookAgainAt()).isEqualTo(now.plus(pause));
    assertThat(Told.tried(tried.conditions(), MISSING, now).lookAgainAt())
        .as("another reason begins no new wait")
        .isEqualTo(now.plus(pause));
  }
}
