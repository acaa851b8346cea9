package dev.salvaguarda.controller.telling;

import static dev.salvaguarda.controller.telling.IncidentCases.CONFIRMED;
import static dev.salvaguarda.controller.telling.IncidentCases.channel;
import static dev.salvaguarda.controller.telling.IncidentCases.incident;
import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.controller.condition.ConditionFact;
import dev.salvaguarda.controller.telling.NoticePlan.Planned;
import dev.salvaguarda.domain.incident.IncidentMessages;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of the other notices when one can't be made. */
class PlanTellingTest {
  private static final Instant NOW = Instant.parse("2026-11-27T19:00:00Z");
  private static final int INVALID = 422;

  private final List<String> made = new ArrayList<>();

  @Test
  void whatOneChannelDoesNotLetBeToldIsToldOnTheOthers() {
    Optional<ConditionFact> obstacle =
        telling(new KubernetesClientException("too long", INVALID, null)).make(plan());

    assertThat(made)
        .containsExactly("RECEIPT_CONFIRMATION on group", "INCIDENT_CONFIRMED on group");
    assertThat(obstacle).get().extracting(ConditionFact::message).asString().contains("broken");
  }

  @Test
  void anErrorOfOursOnOneChannelSilencesNoOther() {
    Optional<ConditionFact> obstacle = telling(new IllegalStateException("of ours")).make(plan());

    assertThat(made)
        .containsExactly("RECEIPT_CONFIRMATION on group", "INCIDENT_CONFIRMED on group");
    assertThat(obstacle).isPresent();
  }

  @Test
  void whileTheApiServerIsAwayTheRestIsNotTried() {
    assertThat(telling(new KubernetesClientException("gone")).make(plan())).isPresent();

    assertThat(made).isEmpty();
  }

  private PlanTelling telling(RuntimeException error) {
    return new PlanTelling((Planned one) -> {
      if (one.channel().getMetadata().getName().equals("broken")) {
        throw error;
      }
      made.add(one.message() + " on " + one.channel().getMetadata().getName());
    });
  }

  private static NoticePlan plan() {
    Incident incident = incident(CONFIRMED);
    return NoticePlan.of(
        incident,
        IncidentMessages.owed(IncidentRecord.of(incident, NOW)),
        List.of(channel("broken", "subscribes: [{}]"), channel("group", "subscribes: [{}]")),
        ToldNotices.none(),
        NOW);
  }
}
