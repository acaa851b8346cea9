package dev.salvaguarda.app.wiring;

import dev.salvaguarda.controller.telling.PlanTelling;
import dev.salvaguarda.controller.telling.TellingApplier;
import dev.salvaguarda.controller.telling.ToldGatherer;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** The parts that the controllers of what people decide about have in common. */
@Singleton
public final class DecisionWiring {

  @Produces
  @Singleton
  ToldGatherer toldGatherer(KubernetesClient client) {
    return new ToldGatherer(client);
  }

  @Produces
  @Singleton
  PlanTelling planTelling(TellingApplier applier) {
    return new PlanTelling(applier);
  }
}
