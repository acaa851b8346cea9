package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.controller.telling.ToldNotices;
import dev.salvaguarda.domain.incident.IncidentFacts;
import dev.salvaguarda.domain.nonconformity.Evidence;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * All that was read about an incident.
 *
 * @param notices that were made about it
 * @param evidence what the policy shows of which it was found; null if there is no policy
 * @param ahead when the next decision counts that is dated ahead; null if none is
 */
record IncidentSeen(
    Incident incident,
    IncidentFacts facts,
    ToldNotices notices,
    @Nullable Evidence evidence,
    @Nullable Instant ahead) {

  IncidentStatus status() {
    return incident.getStatus() == null ? IncidentStatus.none() : incident.getStatus();
  }
}
