package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.IncidentStatus.ToldNotice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.domain.incident.IncidentFacts;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that was read about an incident.
 *
 * @param channels of its namespace
 * @param notices that were made about it, as far as is known: those that have left the cluster as
 *     they were last seen
 * @param ahead when the next decision counts that is dated ahead; null if none is
 */
record IncidentSeen(
    Incident incident,
    IncidentFacts facts,
    List<NotificationChannel> channels,
    List<ToldNotice> notices,
    @Nullable Instant ahead) {

  IncidentStatus status() {
    return incident.getStatus() == null ? IncidentStatus.none() : incident.getStatus();
  }
}
