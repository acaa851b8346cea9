package dev.salvaguarda.app.wiring;

import dev.salvaguarda.api.incident.IncidentSpec.Audience;
import dev.salvaguarda.app.inbound.AlertmanagerRoute;
import dev.salvaguarda.app.settings.AlertSettings;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.controller.adapter.alertmanager.AlertmanagerMessage;
import dev.salvaguarda.controller.alert.AlertApplier;
import dev.salvaguarda.controller.alert.AlertDesk;
import dev.salvaguarda.controller.alert.AlertFiling;
import dev.salvaguarda.controller.alert.AlertGatherer;
import dev.salvaguarda.controller.event.EventRecorder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Objects;

/** What others may send to the operator; nothing, unless a setting says so. */
@Singleton
public final class InboundWiring {

  @Produces
  @Singleton
  AlertFiling alertFiling(
      KubernetesClient client, OperatorSettings settings, EventRecorder events, Clock clock) {
    AlertSettings alerts = settings.alerts();
    // Without the setting nothing comes in, but what maintenance has kept back still gets out.
    Audience audience = alerts != null && alerts.isPublic() ? Audience.PUBLIC : Audience.INTERNAL;
    return new AlertFiling(
        new AlertGatherer(client), new AlertApplier(client, audience, events), clock);
  }

  @Produces
  @Singleton
  AlertDesk alertDesk(OperatorSettings settings, AlertFiling filing) {
    AlertSettings alerts = Objects.requireNonNull(settings.alerts());
    return new AlertDesk(new AlertmanagerMessage(), alerts.rules(), filing);
  }

  void close(@Disposes AlertDesk desk) {
    desk.close();
  }

  void onRoutes(@Observes Router router, OperatorSettings settings, Instance<AlertDesk> desk) {
    AlertSettings alerts = settings.alerts();
    if (alerts != null) {
      desk.get().begin();
      router
          .post(AlertmanagerRoute.PATH)
          .handler(new AlertmanagerRoute(alerts.tokens(), settings.tls() != null, desk.get()));
    }
  }
}
