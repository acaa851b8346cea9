package dev.salvaguarda.controller.alert;

import dev.salvaguarda.api.ApiGroup;
import dev.salvaguarda.api.incident.ExecutiveConfirmation;
import dev.salvaguarda.api.incident.Incident;
import dev.salvaguarda.api.incident.IncidentParts.ComponentSpec;
import dev.salvaguarda.api.incident.IncidentParts.Origin;
import dev.salvaguarda.api.incident.IncidentSpec;
import dev.salvaguarda.api.incident.IncidentStatus;
import dev.salvaguarda.api.ref.LocalRef;
import dev.salvaguarda.api.window.MaintenanceWindow;
import dev.salvaguarda.api.window.MaintenanceWindowStatus;
import dev.salvaguarda.controller.event.EventRecorder;
import dev.salvaguarda.controller.status.FinalizerApplier;
import dev.salvaguarda.controller.telling.SignalRecord;
import dev.salvaguarda.controller.window.HeldRecord;
import dev.salvaguarda.domain.alert.AlertDecision;
import dev.salvaguarda.domain.alert.AlertDecision.Count;
import dev.salvaguarda.domain.alert.AlertDecision.HoldBack;
import dev.salvaguarda.domain.alert.AlertDecision.Ignore;
import dev.salvaguarda.domain.alert.AlertDecision.Open;
import dev.salvaguarda.domain.alert.HeldAlerts;
import dev.salvaguarda.domain.alert.HoldingWindow;
import dev.salvaguarda.domain.alert.Signals;
import dev.salvaguarda.domain.event.EventReason;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens incidents for alerts, and owns {@code status.monitoring} of incidents and {@code
 * status.heldAlerts} of maintenance windows, with the finalizer that follows from that; nothing
 * else there. It decides nothing about either.
 */
public final class AlertApplier {
  /** Under this name the API server records what we write. */
  static final String FIELD_MANAGER = "salvaguarda-alerts";

  private static final Logger LOG = LoggerFactory.getLogger(AlertApplier.class);
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager(FIELD_MANAGER)
          .withForce(true)
          .build();

  private final KubernetesClient client;
  private final IncidentSpec.Audience audience;
  private final EventRecorder events;
  private final FinalizerApplier<MaintenanceWindow> finalizer;

  /**
   * @param audience of incidents that are opened
   */
  public AlertApplier(
      KubernetesClient client, IncidentSpec.Audience audience, EventRecorder events) {
    this.client = client;
    this.audience = audience;
    this.events = events;
    this.finalizer =
        new FinalizerApplier<>(
            client,
            MaintenanceWindow::new,
            ApiGroup.HELD_ALERTS_FINALIZER,
            "salvaguarda-held-alerts");
  }

  /**
   * Does what was decided.
   *
   * @throws KubernetesClientException with status 409 if somebody wrote at the same moment, or has
   *     opened the same: what is there by now has to be read, and decided upon, again
   */
  void apply(String namespace, AlertDecision decision) {
    switch (decision) {
      case Open open -> open(namespace, open);
      case Count(var incident, Signals signals) ->
          write(
              new ObjectMetaBuilder()
                  .withNamespace(namespace)
                  .withName(incident.name())
                  .withUid(incident.uid())
                  .withResourceVersion(incident.version())
                  .build(),
              signals);
      case HoldBack(HoldingWindow window, HeldAlerts held) -> holdBack(namespace, window, held);
      case Ignore(String why) ->
          LOG.atDebug().addKeyValue("namespace", namespace).addKeyValue("why", why).log("no news");
    }
  }

  /** Has a deletion of a window, in this very state, wait for what it keeps back. */
  void keep(MaintenanceWindow window) {
    finalizer.keep(window.getMetadata());
  }

  /** Has a deletion of a window, in this very state, wait no more. */
  void letGo(MaintenanceWindow window) {
    finalizer.letGo(window, window.getMetadata());
  }

  /**
   * Who is told that an alert is kept back may forget it: no deletion takes it away from here on.
   */
  private void holdBack(String namespace, HoldingWindow window, HeldAlerts held) {
    ObjectMeta identity =
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(window.name())
            .withUid(window.uid())
            .withResourceVersion(window.version())
            .build();
    if (window.isQuiet() && !held.waiting().isEmpty()) {
      String kept = finalizer.keep(identity).getMetadata().getResourceVersion();
      identity.setResourceVersion(kept);
    }
    MaintenanceWindow patch = new MaintenanceWindow();
    patch.setMetadata(identity);
    patch.setStatus(MaintenanceWindowStatus.none().withHeldAlerts(HeldRecord.status(held)));
    MaintenanceWindow written = client.resource(patch).subresource("status").patch(APPLY);
    HeldNews.between(window.held(), held)
        .ifPresent(news -> events.record(written, EventReason.ALERTS_HELD_BACK, news));
  }

  private void open(String namespace, Open open) {
    Incident incident = new Incident();
    incident.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(open.name())
            .addToLabels(ApiGroup.ALERT_KEY_LABEL, open.key().id())
            .addToLabels("app.kubernetes.io/managed-by", "salvaguarda")
            .build());
    incident.setSpec(spec(open));
    ObjectMeta made = client.resource(incident).create().getMetadata();
    LOG.atInfo()
        .addKeyValue("namespace", namespace)
        .addKeyValue("incident", open.name())
        .addKeyValue("component", open.key().component())
        .log("incident opened by an alert");
    write(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(open.name())
            .withUid(made.getUid())
            .withResourceVersion(made.getResourceVersion())
            .build(),
        open.signals());
  }

  private IncidentSpec spec(Open open) {
    String component = open.key().component();
    return new IncidentSpec(
        audience,
        IncidentSpec.Type.FAILURE,
        new ComponentSpec(component, open.title().equals(component) ? null : open.title()),
        Origin.MONITORING,
        List.of(),
        open.occurredAt(),
        null,
        null,
        List.of(),
        null,
        null,
        ExecutiveConfirmation.RECORD_ONLY,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        null,
        null,
        open.previous() == null ? null : new LocalRef(open.previous()));
  }

  private void write(ObjectMeta meta, Signals signals) {
    Incident patch = new Incident();
    patch.setMetadata(meta);
    patch.setStatus(IncidentStatus.none().withMonitoring(SignalRecord.status(signals)));
    client.resource(patch).subresource("status").patch(APPLY);
  }
}
