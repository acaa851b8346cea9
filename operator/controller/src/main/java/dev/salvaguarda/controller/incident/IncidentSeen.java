package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.IncidentStatus.ToldNotice;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.domain.incident.IncidentFacts;
import java.util.List;

/**
 * All that was read about an incident.
 *
 * @param channels of its namespace
 * @param notices that were made about it, as far as is known: those that have left the cluster as
 *     they were last seen
 */
record IncidentSeen(
    Incident incident,
    IncidentFacts facts,
    List<NotificationChannel> channels,
    List<ToldNotice> notices) {

  IncidentStatus status() {
    return incident.getStatus() == null ? IncidentStatus.none() : incident.getStatus();
  }
}
