package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.metrics.ResourceCollector;
import dev.salvaguarda.app.settings.OperatorSettings;
import dev.salvaguarda.app.watch.ReconciliationWatch;
import dev.salvaguarda.app.watch.ResourceCaches;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What health and metrics look at. */
@Singleton
public final class ObservationWiring {
  private static final Logger LOG = LoggerFactory.getLogger(ObservationWiring.class);

  /** The SDK asks for its own type, the health check for ours. */
  @Produces
  @Singleton
  @Typed({Metrics.class, ReconciliationWatch.class})
  ReconciliationWatch reconciliations(Clock clock) {
    return new ReconciliationWatch(clock);
  }

  /** Quarkus' own is made anew for whoever asks, so what is registered there is never scraped. */
  @Produces
  @Singleton
  CollectorRegistry collectors() {
    return new CollectorRegistry(true);
  }

  void onStart(
      @Observes StartupEvent event,
      OperatorSettings settings,
      Operator operator,
      CollectorRegistry registry) {
    registry.register(new ResourceCollector(new ResourceCaches(operator)));
    LOG.atInfo()
        .addKeyValue("workerImage", settings.workerImage())
        .addKeyValue(
            "namespaces", settings.watchNamespaces().isEmpty() ? "all" : settings.watchNamespaces())
        .log("operator started");
  }
}
