package dev.salvaguarda.controller.incident;

import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.incident.IncidentStatus.ToldNotice;
import dev.salvaguarda.api.notice.Notice;
import dev.salvaguarda.api.notice.NoticeStatus;
import dev.salvaguarda.api.notice.NotificationChannel;
import dev.salvaguarda.controller.telling.IncidentRecord;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads all that a decision about an incident may look at. */
public final class IncidentGatherer {
  private final KubernetesClient client;

  public IncidentGatherer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * Looks once. Its notices are asked of the API server, since those that have come to an end have
   * left the watches.
   *
   * @param channels those of its namespace
   */
  IncidentSeen gather(Incident incident, Collection<NotificationChannel> channels, Instant now) {
    List<Notice> found =
        client
            .resources(Notice.class)
            .inNamespace(incident.getMetadata().getNamespace())
            .withField("spec.subject.name", incident.getMetadata().getName())
            .list()
            .getItems();
    IncidentStatus known = Objects.requireNonNullElse(incident.getStatus(), IncidentStatus.none());
    return new IncidentSeen(
        incident,
        IncidentRecord.of(incident, now),
        List.copyOf(channels),
        notices(known, incident.getMetadata().getUid(), found),
        IncidentRecord.ahead(incident, now).orElse(null));
  }

  /** What was known, with what is found now; what stands in for another one speaks for it. */
  static List<ToldNotice> notices(IncidentStatus known, String uid, Collection<Notice> found) {
    Map<String, ToldNotice> all = new LinkedHashMap<>();
    known.notices().forEach(one -> all.put(one.name(), one));
    found.stream()
        .filter(notice -> notice.getSpec().subject().uid().equals(uid))
        .filter(notice -> notice.getSpec().fallbackFor() == null)
        .forEach(notice -> put(all, notice.getMetadata().getName(), notice));
    found.stream()
        .filter(notice -> notice.getSpec().subject().uid().equals(uid))
        .filter(notice -> notice.getSpec().fallbackFor() != null)
        .forEach(notice -> put(all, notice.getSpec().fallbackFor(), notice));
    return List.copyOf(all.values());
  }

  private static void put(Map<String, ToldNotice> all, String name, Notice notice) {
    all.put(name, new ToldNotice(name, notice.getSpec().message(), state(notice)));
  }

  private static NoticeStatus.State state(Notice notice) {
    NoticeStatus status = notice.getStatus();
    return status == null || status.state() == null ? NoticeStatus.State.PENDING : status.state();
  }
}
