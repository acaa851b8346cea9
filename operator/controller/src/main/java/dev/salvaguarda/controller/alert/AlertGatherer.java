package dev.salvaguarda.controller.alert;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.controller.telling.IncidentRecord;
import dev.salvaguarda.controller.telling.SignalRecord;
import dev.salvaguarda.controller.window.OpenWindows;
import dev.salvaguarda.domain.alert.AlertKey;
import dev.salvaguarda.domain.alert.KnownIncident;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.incident.IncidentLife;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads which incidents alerts have opened so far. It asks the API server itself: what a watch
 * brings may be older than what was just written.
 */
public final class AlertGatherer {
  private static final long PAGE = 100;

  private final KubernetesClient client;

  public AlertGatherer(KubernetesClient client) {
    this.client = client;
  }

  /**
   * The incidents of these keys, by the ids of the keys.
   *
   * @param keys of one namespace
   * @throws KubernetesClientException if the API server did not answer, or refused
   */
  Map<String, List<KnownIncident>> gather(
      String namespace, Collection<AlertKey> keys, Instant now) {
    FilterWatchListDeletable<Incident, KubernetesResourceList<Incident>, Resource<Incident>>
        incidents =
            client
                .resources(Incident.class)
                .inNamespace(namespace)
                .withLabelIn(
                    ApiGroup.ALERT_KEY_LABEL,
                    keys.stream().map(AlertKey::id).toArray(String[]::new));
    Map<String, List<KnownIncident>> found = new HashMap<>();
    String next = null;
    do {
      var page = incidents.list(page(next));
      for (Incident incident : page.getItems()) {
        found
            .computeIfAbsent(
                incident.getMetadata().getLabels().get(ApiGroup.ALERT_KEY_LABEL),
                _ -> new ArrayList<>())
            .add(known(incident, now));
      }
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return found;
  }

  /**
   * The maintenance windows of a namespace.
   *
   * @throws KubernetesClientException if the API server did not answer, or refused
   */
  OpenWindows windows(String namespace) {
    return new OpenWindows(
        client.resources(MaintenanceWindow.class).inNamespace(namespace).list().getItems());
  }

  /**
   * An incident that was opened under this name, whether it still has the label of its key or
   * somebody has taken that off; empty if there is none.
   *
   * @throws KubernetesClientException if the API server did not answer, or refused
   */
  Optional<KnownIncident> named(String namespace, String name, Instant now) {
    return Optional.ofNullable(
            client.resources(Incident.class).inNamespace(namespace).withName(name).get())
        .map(incident -> known(incident, now));
  }

  private static ListOptions page(@Nullable String next) {
    return new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
  }

  private static KnownIncident known(Incident incident, Instant now) {
    var meta = incident.getMetadata();
    return new KnownIncident(
        meta.getName(),
        meta.getUid(),
        meta.getResourceVersion(),
        Instant.parse(meta.getCreationTimestamp()),
        meta.getDeletionTimestamp() != null || isOver(incident, now),
        SignalRecord.of(incident.getStatus()).orElse(Signals.none()));
  }

  private static boolean isOver(Incident incident, Instant now) {
    return switch (IncidentLife.phase(IncidentRecord.of(incident, now), false)) {
      case REPORTED, ACKNOWLEDGED, AWAITING_SERVICE_REQUEST, UNDER_ANALYSIS, CONFIRMED -> false;
      case NOT_CONFIRMED, RESTORED, CLOSED -> true;
    };
  }
}
