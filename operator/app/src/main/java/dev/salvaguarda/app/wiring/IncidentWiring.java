package dev.salvaguarda.app.wiring;

import dev.salvaguarda.controller.incident.IncidentGatherer;
import dev.salvaguarda.controller.telling.IncidentTelling;
import dev.salvaguarda.controller.telling.TellingApplier;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The parts of the controller of Incident. */
@Singleton
public final class IncidentWiring {

  @Produces
  @Singleton
  IncidentGatherer incidentGatherer(KubernetesClient client) {
    return new IncidentGatherer(client);
  }

  @Produces
  @Singleton
  IncidentTelling incidentTelling(TellingApplier applier) {
    return new IncidentTelling(applier);
  }
}
