package dev.salvaguarda.app.wiring;

import dev.salvaguarda.app.metrics.ResourceCollector;
import dev.salvaguarda.app.start.ObstacleWatch;
import dev.salvaguarda.app.start.OperatorStart;
import dev.salvaguarda.app.watch.Hindrances;
import dev.salvaguarda.app.watch.Neglect;
import dev.salvaguarda.app.watch.ReconciliationWatch;
import dev.salvaguarda.app.watch.ResourceCaches;
import dev.salvaguarda.app.watch.WatchedSources;
import dev.salvaguarda.controller.journal.NoticeJournal;
import dev.salvaguarda.controller.record.RunRecords;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.AggregatedMetrics;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.client.CollectorRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What health and metrics look at. */
@Singleton
public final class ObservationWiring {

  /** Not also as Metrics: the SDK takes none at all where it finds two. */
  @Produces
  @Singleton
  @Typed(MicrometerMetricsV2.class)
  MicrometerMetricsV2 metricsOfTheSdk(MeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  @Produces
  @Singleton
  @Typed(ReconciliationWatch.class)
  ReconciliationWatch reconciliations(Clock clock, MicrometerMetricsV2 metricsOfTheSdk) {
    return new ReconciliationWatch(clock, metricsOfTheSdk);
  }

  /** The SDK tells both what it does; of looks it asks the first alone for the time. */
  @Produces
  @Singleton
  @Typed(Metrics.class)
  AggregatedMetrics metrics(ReconciliationWatch watch, MicrometerMetricsV2 metricsOfTheSdk) {
    return new AggregatedMetrics(List.of(watch, metricsOfTheSdk));
  }

  @Produces
  @Singleton
  ResourceCaches caches(Operator operator) {
    return new ResourceCaches(operator);
  }

  @Produces
  @Singleton
  WatchedSources watchedSources(Operator operator) {
    return () ->
        operator.getRuntimeInfo().unhealthyEventSources().entrySet().stream()
            .filter(sources -> !sources.getValue().isEmpty())
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, sources -> sources.getValue().keySet().toString()));
  }

  @Produces
  @Singleton
  Neglect neglect(ResourceCaches caches, ReconciliationWatch watch, OperatorStart start) {
    return new Neglect(caches, watch, start);
  }

  @Produces
  @Singleton
  Hindrances hindrances(ReconciliationWatch watch, ObstacleWatch obstacle) {
    return new Hindrances(watch, obstacle);
  }

  /** Quarkus' own is made anew for whoever asks, so what is registered there is never scraped. */
  @Produces
  @Singleton
  CollectorRegistry collectors() {
    return new CollectorRegistry(true);
  }

  void onStart(
      @Observes StartupEvent event,
      CollectorRegistry registry,
      ResourceCaches caches,
      RunRecords records,
      Neglect neglect,
      Hindrances hindrances,
      NoticeJournal journal,
      Clock clock) {
    registry.register(new ResourceCollector(caches, records, neglect, hindrances, journal, clock));
  }
}
